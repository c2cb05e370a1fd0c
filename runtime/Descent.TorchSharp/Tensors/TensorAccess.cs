using System.Runtime.InteropServices;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tensors;

/// <summary>How a step reaches the weights of a tensor, and its gradient, which may be another one at each step.</summary>
internal abstract class TensorAccess : IDisposable
{
    private readonly Tensor _nothing;

    private protected TensorAccess(string name, TorchParameter tensor, TensorLayout layout)
    {
        (Name, Tensor, Layout) = (name, tensor, layout);

        // Whoever makes an optimizer in inference mode steps it elsewhere, where tensors that were made in that mode count no versions.
        using var training = inference_mode(false);
        using var detached = tensor.detach();
        _nothing = detached.as_strided([0], [1]).DetachFromDisposeScope();
        try
        {
            CountVersionByOperation();
        }
        catch (ExternalException exception)
        {
            _nothing.Dispose();
            throw new NotSupportedException($"Parameter '{name}' cannot be changed in place: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    /// <summary>The name of the parameter.</summary>
    protected string Name { get; }

    /// <summary>Its tensor.</summary>
    public TorchParameter Tensor { get; }

    /// <summary>Its tensor, to reach for.</summary>
    /// <exception cref="InvalidOperationException">It is disposed.</exception>
    protected TorchParameter Living => !Tensor.IsInvalid
        ? Tensor
        : throw new InvalidOperationException($"The tensor of parameter '{Name}' is disposed, as those of a module are that was disposed, or moved to another type or device: make the optimizer after that.");

    /// <summary>How the weights lay when it was added.</summary>
    public TensorLayout Layout { get; }

    /// <summary>Where libtorch's objects of the tensor and of the gradient that is held lie; 0 where that is not known.</summary>
    public virtual (nint Tensor, nint Gradient) Objects => (0, 0);

    /// <summary>How often the weights were changed in place, by whomever; <see langword="null"/> where that is not known.</summary>
    public virtual long? Version => null;

    /// <summary>The address of the weights.</summary>
    /// <exception cref="InvalidOperationException">The tensor is disposed, or no longer what it was.</exception>
    public abstract nint Weights();

    /// <summary>The gradient that was taken, where it is of some rows; <see langword="null"/> where it is of all weights, or not there.</summary>
    public RowGradient? Rows { get; private set; }

    /// <summary>The address of the gradient, which stays until <see cref="ReleaseGradient"/>; 0 if there is none, or one of <see cref="Rows"/>.</summary>
    /// <exception cref="NotSupportedException">The gradient does not lie as the weights do.</exception>
    public nint TakeGradient()
    {
        ReleaseGradient();
        var address = TryTakeGradient(out var other);
        if (other is null)
        {
            return address;
        }

        using (other)
        {
            Rows = RowGradient.IsEmpty(other) ? null : RowGradient.IsOfRows(other, Layout) ? new(other) : throw Refusal(other);
            return 0;
        }
    }

    /// <summary>Takes the gradient away.</summary>
    public void DropGradient() => Living.grad = null;

    /// <summary>Sets the gradient to zero, however it lies.</summary>
    /// <param name="clear">Clears values at an address, as many as there are weights.</param>
    public void ClearGradient(Action<nint> clear)
    {
        ReleaseGradient();
        var address = TryTakeGradient(out var other);
        if (other is not null)
        {
            using var still = no_grad();
            other.zero_();
            other.Dispose();
        }
        else if (address != 0)
        {
            clear(address);
            CountVersionOfGradient();
            ReleaseGradient();
        }
    }

    /// <summary>Lets go of the gradient.</summary>
    public void ReleaseGradient()
    {
        Rows?.Dispose();
        Rows = null;
        Release();
    }

    /// <summary>The address of the gradient, which is held, if it lies as the weights do; otherwise 0 and the tensor, if there is one.</summary>
    protected abstract nint TryTakeGradient(out Tensor? other);

    /// <summary>Lets go of what <see cref="TryTakeGradient"/> holds.</summary>
    protected abstract void Release();

    /// <summary>Tells autograd that the weights have changed.</summary>
    public abstract void CountVersion();

    /// <summary>Tells autograd that the gradient that is held has changed.</summary>
    protected abstract void CountVersionOfGradient();

    /// <summary>The address of the gradient as it is outside of steps, where whoever looks at it holds it by its tensor.</summary>
    public nint PeekGradient()
    {
        var address = TakeGradient();
        ReleaseGradient();
        return address != 0 ? address : throw new InvalidOperationException($"The tensor of parameter '{Name}' has no gradient now.");
    }

    /// <summary>Where the gradients of some rows lie outside of steps: nowhere.</summary>
    public nint RefuseRows() => throw new InvalidOperationException($"The gradient of parameter '{Name}' is sparse: its rows are laid out for the time of a step alone.");

    public void Dispose()
    {
        ReleaseGradient();
        _nothing.Dispose();
    }

    /// <summary>An operation on none of the values, which counts a version as any other.</summary>
    protected void CountVersionByOperation() => _nothing.abs_();

    /// <summary>What is thrown where a tensor is no longer what it was.</summary>
    public InvalidOperationException Changed()
        => new($"The tensor of parameter '{Name}' is no longer of type {Layout.Type} and shape [{string.Join(", ", Layout.Shape)}] where it lay: make a new optimizer.");

    /// <summary>Why a gradient cannot be taken.</summary>
    private NotSupportedException Refusal(Tensor gradient)
    {
        string what;
        try
        {
            what = gradient.device_type != Layout.DeviceType ? $"is on {gradient.device}"
                : gradient.is_sparse ? "is sparse, and not in the rows of contiguous weights alone"
                : gradient.dtype != Layout.Type ? $"is of type {gradient.dtype}"
                : $"has the shape [{string.Join(", ", gradient.shape)}] and the strides [{string.Join(", ", gradient.stride())}]";
        }
        catch (ExternalException exception)
        {
            what = $"has no values that lie one after the other ({exception.Message})";
        }

        return new($"The gradient of parameter '{Name}' {what}; it must lie as the weights do: {Layout.Type}, shape [{string.Join(", ", Layout.Shape)}], strides [{string.Join(", ", Layout.Strides.ToArray())}]. Nothing was changed.");
    }
}
