using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The states with one value for each weight of a parameter that lies on a device, in the order of their declaration.</summary>
internal sealed class DeviceStates
{
    private readonly List<DeviceAllocation> _states = [];

    /// <summary>Allocates them, with the values that they start with.</summary>
    /// <param name="rule">Reads a hyperparameter by its name.</param>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="weights">The weights, on the device.</param>
    /// <param name="length">How many there are.</param>
    public static DeviceStates Create<T>(Func<string, double> rule, RuleSchema schema, DevicePlace weights, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var states = new DeviceStates();
        var bytes = (long)length * Unsafe.SizeOf<T>();
        foreach (var state in schema.States.Where(state => state.HasStorage))
        {
            var allocation = new DeviceAllocation(weights.Device, bytes);
            states._states.Add(allocation);
            if (state.StartsWithWeight)
            {
                weights.Device.Copy(weights.Address, allocation.Address, bytes);
                continue;
            }

            var initial = T.CreateTruncating(state.InitialHyperparameter is { } name ? rule(name) : state.InitialValue);
            if (initial == T.Zero && !T.IsNegative(initial))
            {
                weights.Device.Clear(allocation.Address, bytes);
            }
            else
            {
                var values = new T[length];
                values.AsSpan().Fill(initial);
                weights.Device.Write(allocation.Address, MemoryMarshal.AsBytes(values.AsSpan()));
            }
        }

        return states;
    }

    /// <summary>How many there are.</summary>
    public int Count => _states.Count;

    /// <summary>Where one begins.</summary>
    public DevicePlace this[int index] => _states[index].Place;
}

/// <summary>A state with one value for each weight, on a device.</summary>
internal sealed class StateOnDevice(StateSchema schema, Type elementType, nint length, DevicePlace place) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => elementType;

    internal override DevicePlace? Place => place;

    internal override MemoryRegion Region => MemoryRegion.Of(place, (nuint)length * (nuint)SizeOf(elementType));
}
