using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tensors;

/// <summary>A tensor that is reached through TorchSharp's public API alone, which makes a managed tensor for its gradient at each step.</summary>
internal sealed class PublicTensor(string name, TorchParameter tensor, TensorLayout layout) : TensorAccess(name, tensor, layout)
{
    private Tensor? _gradient;

    public override nint Weights() => HasLayout(Living) ? AddressOf(Tensor) : throw Changed();

    protected override nint TryTakeGradient(out Tensor? other)
    {
        (other, _gradient) = (null, Living.grad?.DetachFromDisposeScope());
        if (_gradient is null)
        {
            return 0;
        }

        if (!_gradient.is_sparse && HasLayout(_gradient))
        {
            return AddressOf(_gradient);
        }

        (other, _gradient) = (_gradient, null);
        return 0;
    }

    protected override void Release()
    {
        _gradient?.Dispose();
        _gradient = null;
    }

    public override void CountVersion() => CountVersionByOperation();

    protected override void CountVersionOfGradient()
    {
    }

    /// <summary>The address of the first value.</summary>
    public static unsafe nint AddressOf(Tensor tensor)
    {
        if (tensor.is_contiguous() && tensor.numel() <= int.MaxValue / tensor.ElementSize)
        {
            fixed (byte* address = tensor.bytes)
            {
                return (nint)address;
            }
        }

        using var detached = tensor.detach();
        using var first = detached.as_strided([1], [1], tensor.storage_offset());
        fixed (byte* address = first.bytes)
        {
            return (nint)address;
        }
    }

    private bool HasLayout(Tensor tensor)
        => tensor.dtype == Layout.Type && tensor.device_type == Layout.DeviceType && tensor.numel() == Layout.Length
            && HasShape(tensor)
            && (tensor.is_contiguous() ? Layout.IsContiguous : !Layout.IsContiguous && HasStrides(tensor));

    private bool HasShape(Tensor tensor)
    {
        if (tensor.dim() != Layout.Shape.Length)
        {
            return false;
        }

        for (var dimension = 0; dimension < Layout.Shape.Length; dimension++)
        {
            if (tensor.size(dimension) != Layout.Shape[dimension])
            {
                return false;
            }
        }

        return true;
    }

    private bool HasStrides(Tensor tensor)
    {
        var strides = tensor.stride();
        for (var dimension = 0; dimension < strides.Length; dimension++)
        {
            if (Layout.Shape[dimension] != 1 && strides[dimension] != Layout.Strides[dimension])
            {
                return false;
            }
        }

        return true;
    }
}
