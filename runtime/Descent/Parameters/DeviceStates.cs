using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>The states of a parameter that lies on a device: those with one value for each weight, in the order of their declaration, and those with one for each row or column where it computes them.</summary>
internal sealed class DeviceStates(IDevice device)
{
    private readonly List<(DeviceAllocation Memory, DevicePlace Place, DeviceElement Element, StoredLayout? Blocks)> _states = [];
    private readonly List<(StateSchema Schema, DeviceAllocation Memory, int Length)> _lines = [];

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
                var element = new DeviceElement(layout.IsSigned ? typeof(sbyte) : typeof(byte), IsCut: rangeLength % BlockCode.BlockLength != 0);
                states._states.Add((BlockMemory.Allocate(place.Device, layout, memory.Length, out var codes), codes, element, layout));
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

    /// <summary>Allocates those with one value for each row or column, with the values that they start with.</summary>
    /// <param name="rule">Reads a hyperparameter by its name.</param>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">How many columns.</param>
    public void KeepLines(Func<string, double> rule, RuleSchema schema, int rows, int columns)
    {
        KeepsLines = true;
        foreach (var state in schema.States.Where(state => state.Per is Per.Row or Per.Column))
        {
            var values = new double[state.Per == Per.Row ? rows : columns];
            Array.Fill(values, state.InitialHyperparameter is { } name ? rule(name) : state.InitialValue);
            var memory = new DeviceAllocation(device, (long)values.Length * sizeof(double));
            device.Write(memory.Address, MemoryMarshal.AsBytes(values.AsSpan()));
            _lines.Add((state, memory, values.Length));
        }
    }

    /// <summary>Whether those of rows and columns are there.</summary>
    public bool KeepsLines { get; private set; }

    /// <summary>Adds where those of rows, or those of columns, begin, from one row or column on.</summary>
    public void AddLines(List<ulong> addresses, Per per, int first)
    {
        foreach (var (schema, memory, _) in _lines)
        {
            if (schema.Per == per)
            {
                addresses.Add(memory.Place.Plus((long)first * sizeof(double)).Address);
            }
        }
    }

    /// <summary>Has those of rows and columns come to memory of this processor, which computes them in a step; or go back.</summary>
    /// <param name="state">What has that memory.</param>
    /// <param name="goBack">Whether they go back.</param>
    public void MoveLines(OptimizerState state, bool goBack)
    {
        var (inMemory, line) = (0, 0);
        foreach (var schema in state.Schema.States)
        {
            if (schema.Per is Per.Row or Per.Column)
            {
                var (_, memory, length) = _lines[line++];
                var values = MemoryMarshal.AsBytes(state.MemoryAt(inMemory).Values<double>(length));
                if (goBack)
                {
                    device.Write(memory.Address, values);
                }
                else
                {
                    device.Read(memory.Address, values);
                }
            }

            inMemory += schema.Per is Per.Weight or Per.Row or Per.Column ? 1 : 0;
        }
    }

    /// <summary>The view of one of those with a value for each row or column.</summary>
    public StateView ViewOfLines(StateSchema schema, int index) => new StateOnDevice(schema, typeof(double), _lines[index].Length, _lines[index].Memory.Place);

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

/// <summary>A state with one value for each weight, row or column, on a device.</summary>
internal sealed class StateOnDevice(StateSchema schema, Type elementType, nint length, DevicePlace place) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => elementType;

    public override StateStorage Storage => elementType == typeof(BFloat16) ? StateStorage.BFloat16 : elementType == typeof(Half) ? StateStorage.Half : StateStorage.Native;

    internal override DevicePlace? Place => place;

    internal override MemoryRegion Region => MemoryRegion.Of(place, (nuint)length * (nuint)SizeOf(elementType));
}
