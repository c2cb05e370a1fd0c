namespace Descent;

/// <summary>
/// What a rule is made of, as its author declared it: the same for every optimizer of the rule, and known before anything is allocated. The
/// compiler writes it, so that nothing has to look for it by reflection.
/// </summary>
public sealed class RuleSchema
{
    /// <summary>The hyperparameters, in the order of their declaration.</summary>
    public IReadOnlyList<HyperparameterSchema> Hyperparameters { get; init; } = [];

    /// <summary>The states, in the order of their declaration.</summary>
    public IReadOnlyList<StateSchema> States { get; init; } = [];

    /// <summary>The names of the inputs: values for each weight that a step takes beside the gradients.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The random values that the rule draws for each weight, by the names of their parameters, in the order of their numbers.</summary>
    public IReadOnlyList<string> Draws { get; init; } = [];

    /// <summary>Whether the rule names rows or columns, so that the shape of a tensor matters: its first dimension against all others.</summary>
    public bool IsOfMatrices { get; init; }

    /// <summary>Whether the loops compute what the method says bit by bit, or up to rounding.</summary>
    public FloatMath Math { get; init; }

    /// <summary>How many bytes the values of a tensor's states take where all are native: those for each weight in the type it is computed with, all others in <see cref="double"/>.</summary>
    internal Int128 CountStateBytes(Type elementType, nint weights, int rows, int columns)
    {
        var (size, bytes) = (elementType == typeof(double) ? sizeof(double) : sizeof(float), Int128.Zero);
        foreach (var state in States)
        {
            bytes += state.Per switch
            {
                Per.Row when state.IsSquare => (Int128)rows * rows * size,
                Per.Column when state.IsSquare => (Int128)columns * columns * size,
                Per.Weight => (Int128)weights * size,
                Per.Row => (long)rows * sizeof(double),
                Per.Column => (long)columns * sizeof(double),
                Per.Optimizer => 0,
                _ => sizeof(double),
            };
        }

        return bytes;
    }
}
