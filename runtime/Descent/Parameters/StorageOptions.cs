namespace Descent;

/// <summary>
/// How the states and weights of an optimizer's parameters are kept between steps. The rule does not change: a step decodes once, runs the rule's method in
/// <see cref="float"/> (or <see cref="double"/> for weights of <see cref="double"/>), and encodes each value once at its end. What is set counts
/// for parameters that are added from then on.
/// <code>
/// using var adam = new AdamW { Storage = { States = StateStorage.Blocks8 } };
/// adam.Storage.ByState["FirstMoment"] = StateStorage.BFloat16;
/// adam.Storage.ByParameter.Add((ParameterSelection.ByName("embedding.*"), new() { States = StateStorage.Native }));
/// </code>
/// </summary>
/// <remarks>
/// States with one value for each row, column, tensor or optimizer are few, and stay in <see cref="double"/>; square ones stay native, and so do those whose
/// author says so (<see cref="StateAttribute.Storage"/>).
/// </remarks>
public sealed class StorageOptions
{
    /// <summary>How states are kept that have one value for each weight: as they are computed, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enumeration.</exception>
    public StateStorage States
    {
        get;
        set => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(States), value, "The storage must be a member of StateStorage.");
    }

    /// <summary>
    /// Whether states of 16 bits are rounded by chance to one of the two numbers around them, so that the mean is right; to the nearest unless set. An average of
    /// squares that keeps 0.999 of itself moves by less than half of a last place of <see cref="BFloat16"/> and, rounded to the nearest, never falls.
    /// </summary>
    public bool RoundsStatesByChance { get; set; }

    /// <summary>
    /// How single states are kept, by their names, whatever <see cref="States"/> says. Adding a parameter throws if the rule has no such state with one value for each
    /// weight, its author does not allow the storage, or it is no member of the enumeration.
    /// </summary>
    public IDictionary<string, StateStorage> ByState { get; } = new Dictionary<string, StateStorage>(StringComparer.Ordinal);

    /// <summary>
    /// What counts for some parameters in place of all else: the first selection that takes a parameter decides. Selections inside of these do not count. Adding a
    /// parameter throws if one is <see langword="null"/>.
    /// </summary>
    public IList<(ParameterSelection Selection, StorageOptions Storage)> ByParameter { get; } = [];

    /// <summary>
    /// Tensors of fewer weights keep their states native where <see cref="StateStorage.Blocks8"/> is asked for: 4,096 unless set, as published. They are the ones
    /// that suffer most, and save least.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int SmallestInBlocks
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(SmallestInBlocks));
            field = value;
        }
    } = 4096;

    /// <summary>What becomes of the part of weights that 16 bits have no room for; weights of more bits are stored as they are computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a member of the enumeration.</exception>
    public WeightPrecision Weights
    {
        get;
        set => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Weights), value, "The precision must be a member of WeightPrecision.");
    }

    /// <summary>How a state of a tensor of so many weights is kept.</summary>
    internal StateStorage Of(StateSchema state, int weights)
    {
        var storage = ByState.TryGetValue(state.Name, out var asked) ? asked : state.Allows(States) ? States : StateStorage.Native;
        return storage == StateStorage.Blocks8 && weights < SmallestInBlocks ? StateStorage.Native : storage;
    }

    /// <summary>The same for a range of a tensor of so many weights: small is what is small as a whole.</summary>
    internal StorageOptions ForShardOf(int weights) => Alone(weights < SmallestInBlocks ? int.MaxValue : 0);

    /// <summary>What counts for one tensor.</summary>
    private StorageOptions WithoutSelections() => ByParameter.Count == 0 ? this : Alone(SmallestInBlocks);

    private StorageOptions Alone(int smallestInBlocks)
    {
        var options = new StorageOptions
        {
            States = States,
            RoundsStatesByChance = RoundsStatesByChance,
            SmallestInBlocks = smallestInBlocks,
            Weights = Weights,
        };
        foreach (var state in ByState)
        {
            options.ByState.Add(state);
        }

        return options;
    }

    /// <summary>Whether something of a tensor of so many weights is rounded by chance.</summary>
    internal bool RoundsByChance(RuleSchema schema, bool areNarrow, int weights)
        => (areNarrow && Weights == WeightPrecision.Stochastic)
            || (RoundsStatesByChance && schema.States.Any(state => state.HasStorage && Of(state, weights) is StateStorage.BFloat16 or StateStorage.Half));

    /// <summary>What counts for one parameter.</summary>
    internal StorageOptions For(string name, ReadOnlySpan<nint> shape)
    {
        foreach (var (selection, storage) in ByParameter)
        {
            if (selection is null || storage is null)
            {
                throw new InvalidOperationException($"{nameof(StorageOptions)}.{nameof(ByParameter)} has an entry whose {(selection is null ? "selection" : "storage")} is null.");
            }

            if (selection.Takes(name, shape))
            {
                return storage.WithoutSelections();
            }
        }

        return WithoutSelections();
    }
}
