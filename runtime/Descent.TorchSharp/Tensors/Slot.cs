using System.Runtime.CompilerServices;
using Descent.CompilerServices;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tensors;

/// <summary>A parameter of an optimizer and the tensor that it is.</summary>
internal abstract class Slot : IDisposable
{
    private readonly bool _keepsRemainder;
    private long? _seenVersion;
    private int _stepsBefore;

    private protected Slot(TensorAccess access, RuleOptimizer rule, Parameter parameter)
    {
        (Access, Rule, Parameter, _keepsRemainder) = (access, rule, parameter, parameter.WeightRemainder is not null);
        parameter.OrderInMemory = Layout.IsContiguous ? null : string.Join(", ", Layout.OrderInMemory);
    }

    /// <summary>The tensor.</summary>
    public TorchParameter Tensor => Access.Tensor;

    /// <summary>What steps it.</summary>
    public RuleOptimizer Rule { get; }

    /// <summary>The parameter.</summary>
    public Parameter Parameter { get; }

    /// <summary>How its values lie.</summary>
    public TensorLayout Layout => Access.Layout;

    /// <summary>Where the weights lie, during a step.</summary>
    public abstract nint Weights { get; }

    /// <summary>Where the gradient lies, during a step; 0 if there is none.</summary>
    public abstract nint Gradient { get; }

    /// <summary>Whether there was one when it was acquired, of all weights or of some rows; the step may have taken it away since.</summary>
    public bool HasGradient { get; private set; }

    /// <summary>Whether it was stepped since it was acquired.</summary>
    public bool HasStepped => Parameter.StepCount != _stepsBefore;

    /// <summary>How many bytes each of them takes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Where libtorch's objects of the tensor and of its gradient lie, during a step; 0 where that is not known.</summary>
    public (nint Tensor, nint Gradient) Objects => Access.Objects;

    /// <summary>How it is reached.</summary>
    protected TensorAccess Access { get; }

    /// <summary>Adds a tensor to a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="reach">How it is reached.</param>
    /// <exception cref="NotSupportedException">The tensor cannot be stepped where it lies.</exception>
    public static Slot Add(RuleOptimizer rule, string name, TorchParameter tensor, Reach reach)
    {
        var device = reach.DeviceOf(name, tensor);
        var layout = TensorLayout.Of(name, tensor);
        if (rule.Schema.IsOfMatrices && !layout.IsContiguous)
        {
            throw new NotSupportedException(
                $"{rule.GetType().Name} looks at rows and columns, and those of parameter '{name}' are not in the order of its memory: make it of tensor.contiguous().");
        }

        TensorAccess access = reach.Points is { } points && points.Agrees(tensor, layout) ? new NativeTensor(name, tensor, layout, points) : new PublicTensor(name, tensor, layout);
        try
        {
            if (layout.DeviceType != DeviceType.CPU && access is PublicTensor)
            {
                throw new NotSupportedException($"Parameter '{name}' is on {tensor.device}, and TorchSharp's public API does not tell where there; the functions of its library that do are not there.");
            }

            return layout.Type switch
            {
                torch.ScalarType.Float32 => Make<float>(access, rule, name, device),
                torch.ScalarType.Float64 => Make<double>(access, rule, name, device),
                torch.ScalarType.Float16 => Make<Half>(access, rule, name, device),
                _ => Make<BFloat16>(access, rule, name, device),
            };
        }
        catch
        {
            access.Dispose();
            throw;
        }
    }

    /// <summary>Takes the addresses of weights and gradient, which a step uses until <see cref="Release"/>: nobody may take the gradient away meanwhile.</summary>
    public void Acquire()
    {
        TakeAddresses();
        (HasGradient, _stepsBefore) = (Gradient != 0 || Access.Rows is not null, Parameter.StepCount);
    }

    /// <summary>The same once handlers have been told that the step begins.</summary>
    /// <exception cref="InvalidOperationException">One has taken the gradient away. Nothing was changed.</exception>
    public void AcquireAgain()
    {
        var hadGradient = HasGradient;
        Acquire();
        if (hadGradient && !HasGradient)
        {
            throw new InvalidOperationException($"The gradient of parameter '{Parameter.Name}' was taken away as the step began. Nothing was changed.");
        }
    }

    /// <summary>Takes the addresses.</summary>
    protected abstract void TakeAddresses();

    /// <summary>Has whoever asks for memory ask the tensor, which a handler may give another gradient.</summary>
    public abstract void ForgetAddresses();

    /// <summary>Tells the rule whether there is a gradient, once all memory has been looked at.</summary>
    public abstract void Bind();

    /// <summary>Tells the rule that there is none, until <see cref="Bind"/>.</summary>
    public abstract void Unbind();

    /// <summary>Lets go of the gradient.</summary>
    public abstract void Release();

    /// <summary>Takes the gradient away: there is none.</summary>
    public void DropGradient()
    {
        Release();
        Access.DropGradient();
    }

    /// <summary>Sets the gradient to zero.</summary>
    public abstract void ClearGradient();

    /// <summary>The same where the last step had a copy of it, being one of some rows.</summary>
    public virtual void ClearRows()
    {
    }

    /// <summary>
    /// Has what is kept beside weights of 16 bits follow those that others have set since the last step: a module that loads its weights, or clamps them. Autograd's count of
    /// changes says whether somebody has; where it is not known, the weights do. Those of a frozen parameter may be others' for a while, such as an average's.
    /// </summary>
    public void MeetWeights()
    {
        if (_keepsRemainder && !Parameter.IsFrozen && (_seenVersion is null || Access.Version != _seenVersion))
        {
            Parameter.RefreshChangedWeights();
        }
    }

    /// <summary>Notes that all changes so far are known.</summary>
    public void NoteVersion() => _seenVersion = _keepsRemainder && !Parameter.IsFrozen ? Access.Version : null;

    /// <summary>Notes that weights and what is kept beside them may come from different files.</summary>
    public void ForgetVersion() => _seenVersion = null;

    /// <summary>Tells autograd that the weights have changed.</summary>
    public void CountVersion() => Access.CountVersion();

    /// <summary>Lets go of the tensor, not of the parameter.</summary>
    public void Dispose() => Access.Dispose();

    private static Slot Make<T>(TensorAccess access, RuleOptimizer rule, string name, IDevice? device)
        where T : unmanaged
        => device is null ? new Slot<T>(access, rule, name) : new DeviceSlot<T>(access, rule, name, device);
}

/// <summary>A parameter of one type of weights in the processor's memory.</summary>
internal sealed class Slot<T> : Slot
    where T : unmanaged
{
    private readonly TensorBlock<T> _weights;
    private readonly TensorBlock<T> _gradient;
    private readonly Action<nint> _clear;
    private TensorBlock<T>? _rows;

    /// <summary>Whether the gradient of all weights is bound; <see langword="null"/> while one of some rows is.</summary>
    private bool? _isBound = false;

    public Slot(TensorAccess access, RuleOptimizer rule, string name)
        : this(access, rule, name, new TensorBlock<T>(access.Layout.Length, access.Weights))
    {
    }

    private Slot(TensorAccess access, RuleOptimizer rule, string name, TensorBlock<T> weights)
        : base(access, rule, rule.Add(name, weights.Memory, default, access.Layout.ShapeInMemory))
        => (_weights, _gradient, _clear) = (weights, new(access.Layout.Length, access.PeekGradient), Clear);

    public override nint Weights => _weights.Address;

    public override nint Gradient => _gradient.Address;

    public override long Bytes => (long)Access.Layout.Length * Unsafe.SizeOf<T>();

    protected override void TakeAddresses()
    {
        _weights.Address = Access.Weights();
        _gradient.Address = Access.TakeGradient();
    }

    public override void Bind()
    {
        if (Access.Rows is { } rows)
        {
            _rows = new(rows.Length, Access.RefuseRows) { Address = rows.Address };
            Parameter.BindGradients(_rows.Memory, rows.Rows);
            _isBound = null;
            return;
        }

        var isThere = _gradient.Address != 0;
        if (isThere == _isBound)
        {
            return;
        }

        if (isThere)
        {
            Parameter.BindGradients(_gradient.Memory);
        }
        else
        {
            Parameter.UnbindGradients();
        }

        _isBound = isThere;
    }

    public override void Unbind()
    {
        Parameter.UnbindGradients();
        _isBound = false;
    }

    public override void ForgetAddresses() => (_weights.Address, _gradient.Address) = (0, 0);

    public override void Release()
    {
        ForgetAddresses();
        _rows?.Address = 0;
        Access.ReleaseGradient();
    }

    public override void ClearGradient() => Access.ClearGradient(_clear);

    public override void ClearRows()
    {
        if (_isBound is null)
        {
            ClearGradient();
        }
    }

    private void Clear(nint address)
    {
        _gradient.Address = address;
        _gradient.GetSpan().Clear();
        _gradient.Address = 0;
    }
}
