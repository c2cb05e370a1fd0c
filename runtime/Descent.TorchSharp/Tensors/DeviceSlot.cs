using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Torch.Tensors;

/// <summary>A parameter whose tensor lies on a device. Its weights stay where they are; the gradient may lie elsewhere at each step.</summary>
internal sealed class DeviceSlot<T> : Slot
    where T : unmanaged
{
    private readonly IDevice _device;
    private readonly nint _weights;
    private readonly Action<nint> _clear;
    private nint _gradient;
    private nint _bound;

    public DeviceSlot(TensorAccess access, RuleOptimizer rule, string name, IDevice device)
        : this(access, rule, name, device, access.Weights())
    {
    }

    private DeviceSlot(TensorAccess access, RuleOptimizer rule, string name, IDevice device, nint weights)
        : base(access, rule, rule.Add(name, MemoryAt(device, weights, access.Layout), default, access.Layout.ShapeInMemory))
        => (_device, _weights, _clear) = (device, weights, address => device.Clear((ulong)address, Bytes));

    public override nint Weights => _weights;

    public override nint Gradient => _gradient;

    public override long Bytes => (long)Layout.Length * Unsafe.SizeOf<T>();

    protected override void TakeAddresses()
    {
        if (Access.Weights() != _weights)
        {
            throw Access.Changed();
        }

        _gradient = Access.TakeGradient();
    }

    public override void Bind()
    {
        if (_gradient == _bound)
        {
            return;
        }

        if (_gradient != 0)
        {
            Parameter.BindGradients(MemoryAt(_device, _gradient, Layout));
        }
        else
        {
            Parameter.UnbindGradients();
        }

        _bound = _gradient;
    }

    public override void Unbind()
    {
        Parameter.UnbindGradients();
        _bound = 0;
    }

    public override void ForgetAddresses() => _gradient = 0;

    public override void Release()
    {
        ForgetAddresses();
        Access.ReleaseGradient();
    }

    public override void ClearGradient() => Access.ClearGradient(_clear);

    private static Memory<T> MemoryAt(IDevice device, nint address, TensorLayout layout) => new DeviceMemory<T>(device, (ulong)address, layout.Length, null).Memory;
}
