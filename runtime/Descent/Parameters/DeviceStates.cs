using System.Numerics;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The states with one value for each weight of a parameter that lies on a device, in the order of their declaration.</summary>
internal sealed class DeviceStates(IDevice device)
{
    private readonly List<(DeviceAllocation Memory, DevicePlace Place, DeviceElement Element, StoredLayout? Blocks)> _states = [];

    /// <summary>Allocates them, with the values that they start with.</summary>
    /// <param name="rule">Reads a hyperparameter by its name.</param>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="storage">How each is kept.</param>
    /// <param name="memory">The weights, on the device.</param>
    /// <param name="rangeLength">How many weights are walked at a time on this processor: blocks begin anew with each range.</param>
    public static DeviceStates Create<T>(Func<string, double> rule, RuleSchema schema, StorageOptions storage, TensorMemory memory, int rangeLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var place = memory.Place!.Value;
        var states = new DeviceStates(place.Device);
        var narrow = 0;
        foreach (var state in schema.States.Where(state => state.HasStorage))
        {
            var initial = T.CreateTruncating(state.InitialHyperparameter is { } name ? rule(name) : state.InitialValue);
            if (storage.Of(state, memory.Length) == StateStorage.Blocks8)
            {
                var layout = new StoredLayout(StateStorage.Blocks8, narrow++, rangeLength, !state.IsNonNegative);
                states._states.Add((BlockMemory.Allocate(place.Device, layout, memory.Length, out var codes), codes, layout.IsSigned ? typeof(sbyte) : typeof(byte), layout));
                new BlocksOnDevice(state, layout, memory.Length, codes).Write<T>(0, First(state, initial));
                continue;
            }

            var type = StoredLayout.TypeOf(storage.Of(state, memory.Length), typeof(T));

            // After the draws of the rule, and that of the weights.
            var use = type == typeof(T) ? 0 : schema.Draws.Count + 1 + narrow++;
            var bytes = (long)memory.Length * TensorView.SizeOf(type);
            var allocation = new DeviceAllocation(place.Device, bytes);
            states._states.Add((allocation, allocation.Place, type != typeof(T) && storage.RoundsStatesByChance ? new DeviceElement(type, WeightPrecision.Stochastic, use) : type, null));
            if (state.StartsWithWeight && type == memory.ElementType)
            {
                place.Device.Copy(place.Address, allocation.Address, bytes);
                continue;
            }

            if (!state.StartsWithWeight && initial == T.Zero && !T.IsNegative(initial))
            {
                place.Device.Clear(allocation.Address, bytes);
                continue;
            }

            new StateOnDevice(state, type, memory.Length, allocation.Place).Write<T>(0, First(state, initial));
        }

        return states;

        T[] First(StateSchema state, T initial)
        {
            var values = new T[memory.Length];
            values.AsSpan().Fill(initial);
            if (state.StartsWithWeight)
            {
                new WeightView(memory).CopyTo<T>(values);
            }

            return values;
        }
    }

    /// <summary>Where they and the weights lie.</summary>
    public IDevice Device => device;

    /// <summary>How many there are.</summary>
    public int Count => _states.Count;

    /// <summary>Where one begins.</summary>
    public DevicePlace this[int index] => _states[index].Place;

    /// <summary>The view of one.</summary>
    public StateView ViewOf(StateSchema schema, int index, nint length) => _states[index] is { Blocks: { } layout } state
        ? new BlocksOnDevice(schema, layout, length, state.Place)
        : new StateOnDevice(schema, _states[index].Element.Type, length, _states[index].Place);

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
