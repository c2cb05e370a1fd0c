using System.Numerics;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The states with one value for each weight of a parameter that lies on a device, in the order of their declaration.</summary>
internal sealed class DeviceStates(IDevice device)
{
    private readonly List<(DeviceAllocation Memory, DeviceElement Element)> _states = [];

    /// <summary>Allocates them, with the values that they start with.</summary>
    /// <param name="rule">Reads a hyperparameter by its name.</param>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="storage">How each is kept.</param>
    /// <param name="memory">The weights, on the device.</param>
    public static DeviceStates Create<T>(Func<string, double> rule, RuleSchema schema, StorageOptions storage, TensorMemory memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var place = memory.Place!.Value;
        var states = new DeviceStates(place.Device);
        var narrow = 0;
        foreach (var state in schema.States.Where(state => state.HasStorage))
        {
            var type = StoredLayout.TypeOf(storage.Of(state, memory.Length), typeof(T));

            // After the draws of the rule, and that of the weights.
            var use = type == typeof(T) ? 0 : schema.Draws.Count + 1 + narrow++;
            var bytes = (long)memory.Length * TensorView.SizeOf(type);
            var allocation = new DeviceAllocation(place.Device, bytes);
            states._states.Add((allocation, type != typeof(T) && storage.RoundsStatesByChance ? new DeviceElement(type, WeightPrecision.Stochastic, use) : type));
            if (state.StartsWithWeight && type == memory.ElementType)
            {
                place.Device.Copy(place.Address, allocation.Address, bytes);
                continue;
            }

            var initial = T.CreateTruncating(state.InitialHyperparameter is { } name ? rule(name) : state.InitialValue);
            if (!state.StartsWithWeight && initial == T.Zero && !T.IsNegative(initial))
            {
                place.Device.Clear(allocation.Address, bytes);
                continue;
            }

            var values = new T[memory.Length];
            values.AsSpan().Fill(initial);
            if (state.StartsWithWeight)
            {
                new WeightView(memory).CopyTo<T>(values);
            }

            new StateOnDevice(state, type, memory.Length, allocation.Place).Write<T>(0, values);
        }

        return states;
    }

    /// <summary>Where they and the weights lie.</summary>
    public IDevice Device => device;

    /// <summary>How many there are.</summary>
    public int Count => _states.Count;

    /// <summary>Where one begins.</summary>
    public DevicePlace this[int index] => _states[index].Memory.Place;

    /// <summary>As what its values are stored.</summary>
    public Type TypeOf(int index) => _states[index].Element.Type;

    /// <summary>How its values lie there.</summary>
    public DeviceElement ElementOf(int index) => _states[index].Element;
}

/// <summary>A state with one value for each weight, on a device.</summary>
internal sealed class StateOnDevice(StateSchema schema, Type elementType, nint length, DevicePlace place) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => elementType;

    public override StateStorage Storage => elementType == typeof(BFloat16) ? StateStorage.BFloat16 : elementType == typeof(Half) ? StateStorage.Half : StateStorage.Native;

    internal override DevicePlace? Place => place;

    internal override MemoryRegion Region => MemoryRegion.Of(place, (nuint)length * (nuint)SizeOf(elementType));
}
