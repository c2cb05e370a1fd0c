using Descent.CompilerServices;

namespace Descent;

/// <summary>The weights of a parameter.</summary>
internal sealed class WeightView(TensorMemory memory) : TensorView(nameof(Parameter.Weights))
{
    public override nint Length => memory.Length;

    public override Type ElementType => memory.ElementType;

    internal override MemoryRegion Region => memory.WeightRegion;

    internal override DevicePlace? Place => memory.Place;
}

/// <summary>The gradients of a parameter that are bound.</summary>
internal sealed class GradientView(TensorMemory memory, OptimizerState state) : TensorView(nameof(Parameter.Gradients))
{
    public override nint Length => memory.GradientLength;

    public override Type ElementType => memory.GradientType;

    public override bool IsReadOnly => state.Standing.HasReadOnlyGradients;

    internal override MemoryRegion Region => memory.GradientRegion;

    internal override DevicePlace? Place => memory.GradientPlace;
}

/// <summary>What is kept beside weights of 16 bits.</summary>
internal sealed class RemainderView(string name, Type type, nint length, StateBuffer buffer) : TensorView(name)
{
    public override nint Length => length;

    public override Type ElementType => type;

    internal override MemoryRegion Region => MemoryRegion.OfState(buffer, Name);
}

/// <summary>The same where it lies on a device.</summary>
internal sealed class RemainderOnDevice(string name, Type type, nint length, DevicePlace place) : TensorView(name)
{
    public override nint Length => length;

    public override Type ElementType => type;

    internal override DevicePlace? Place => place;

    internal override MemoryRegion Region => MemoryRegion.Of(place, (nuint)length * (nuint)SizeOf(type));
}
