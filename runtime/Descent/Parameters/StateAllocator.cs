using System.ComponentModel;
using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>Allocates the states of a tensor, each as its storage says. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StateAllocator
{
    private readonly RuleSchema _schema;
    private readonly StorageOptions? _storage;
    private readonly int _weights;
    private readonly int _rangeLength;
    private int _slots;

    /// <summary>For generated code.</summary>
    /// <param name="schema">What the rule is made of.</param>
    /// <param name="storage">How states are kept; <see langword="null"/> for all native.</param>
    /// <param name="weights">The number of weights.</param>
    /// <param name="shape">The rows and columns, if the rule names them.</param>
    /// <exception cref="ArgumentException">
    /// A state is named that the rule does not have, or that its author does not let be kept so, or a storage that there is not; or parameters are selected, of which the state of spans is none.
    /// </exception>
    public StateAllocator(RuleSchema schema, StorageOptions? storage, int weights, MatrixShape? shape = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        (_schema, _storage, _weights) = (schema, storage, weights);
        _rangeLength = OptimizerState.RangeLengthOf(shape);
        if (storage is { ByParameter.Count: > 0 })
        {
            throw new ArgumentException($"{nameof(StorageOptions)}.{nameof(StorageOptions.ByParameter)} selects parameters by their names, and the weights of this state have none: say of the state itself how it is kept.", nameof(storage));
        }

        foreach (var (name, asked) in storage?.ByState ?? new Dictionary<string, StateStorage>())
        {
            var state = schema.States.FirstOrDefault(state => state.Name == name && state.HasStorage)
                ?? throw new ArgumentException(
                    $"{nameof(StorageOptions)}.{nameof(StorageOptions.ByState)} names '{name}', and the rule has "
                    + (schema.States.Any(state => state.HasStorage)
                        ? $"these states with one value for each weight: {string.Join(", ", schema.States.Where(state => state.HasStorage).Select(state => state.Name))}."
                        : "no states with one value for each weight."),
                    nameof(storage));
            if (!Enum.IsDefined(asked))
            {
                throw new ArgumentOutOfRangeException(nameof(storage), asked, $"{nameof(StorageOptions)}.{nameof(StorageOptions.ByState)} keeps '{name}' in no storage: it must be a member of {nameof(StateStorage)}.");
            }

            if (!state.Allows(asked))
            {
                throw new ArgumentException($"The author of the rule does not let the state {name} be kept as {asked}: {nameof(StateSchema)}.{nameof(StateSchema.Storage)} is {state.Storage}.", nameof(storage));
            }
        }
    }

    /// <summary>Allocates a state that starts with one value for every weight.</summary>
    /// <typeparam name="T">The type of the arithmetic.</typeparam>
    /// <param name="index">The number of the state in the schema.</param>
    /// <param name="initial">The value, rounded to <typeparamref name="T"/>.</param>
    /// <returns>The memory.</returns>
    public StateBuffer Create<T>(int index, double initial = 0)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (LayoutOf(index) is not { } layout)
        {
            return StateBuffer.Create<T>(_weights, initial);
        }

        var buffer = StateBuffer.Create<T>(_weights, layout);
        if (BitConverter.DoubleToInt64Bits(initial) != 0 || (layout.IsInBlocks && layout.IsSigned))
        {
            Span<T> block = stackalloc T[BlockCode.BlockLength];
            block.Fill(T.CreateTruncating(initial));
            buffer.EncodeAll<T>(block);
        }

        return buffer;
    }

    /// <summary>Allocates a state that starts with the value of each weight.</summary>
    /// <typeparam name="T">The type of the arithmetic.</typeparam>
    /// <param name="index">The number of the state in the schema.</param>
    /// <param name="values">The weights.</param>
    /// <returns>The memory.</returns>
    public StateBuffer CreateFromWeights<T>(int index, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (LayoutOf(index) is not { } layout)
        {
            return StateBuffer.Create(values);
        }

        var buffer = StateBuffer.Create<T>(_weights, layout);
        buffer.Encode(0, values);
        return buffer;
    }

    private StoredLayout? LayoutOf(int index)
    {
        var state = _schema.States[index];
        var storage = _storage?.Of(state, _weights) ?? StateStorage.Native;
        return storage == StateStorage.Native
            ? null
            : new(storage, _slots++, _rangeLength, !state.IsNonNegative, _storage!.RoundsStatesByChance && storage != StateStorage.Blocks8);
    }
}
