namespace Descent;

/// <summary>A state of a rule as its author declared it.</summary>
/// <param name="name">The name of its property.</param>
/// <param name="per">What one value of it belongs to.</param>
public sealed class StateSchema(string name, Per per)
{
    /// <summary>The name of its property.</summary>
    public string Name => name;

    /// <summary>What one value of it belongs to.</summary>
    public Per Per => per;

    /// <summary>
    /// Whether it is a square matrix, with a row and a column for each of what <see cref="Per"/> says, and what it starts with on the diagonal.
    /// </summary>
    public bool IsSquare { get; init; }

    /// <summary>The value that it starts with, unless it starts with a weight's or a hyperparameter's.</summary>
    public double InitialValue { get; init; }

    /// <summary>Whether each value starts with that of its weight.</summary>
    public bool StartsWithWeight { get; init; }

    /// <summary>The hyperparameter whose value it starts with; <see langword="null"/> for none.</summary>
    public string? InitialHyperparameter { get; init; }

    /// <summary>How narrow it may be kept between steps.</summary>
    public AllowedStorage Storage { get; init; }

    /// <summary>Whether the compiler has shown that it is never negative where gradients and weights are finite: its codes of 8 bits have no sign then.</summary>
    public bool IsNonNegative { get; init; }

    /// <summary>Whether users choose how it is kept: it has one value for each weight.</summary>
    internal bool HasStorage => Per == Per.Weight && !IsSquare;

    /// <summary>Whether it may be kept so.</summary>
    internal bool Allows(StateStorage storage) => storage switch
    {
        StateStorage.Native => true,
        StateStorage.Blocks8 => Storage == AllowedStorage.Any,
        _ => Storage != AllowedStorage.NativeOnly,
    };

    /// <summary>The names that it had in earlier versions of the rule, latest first: a checkpoint that has one of them is loaded as this state.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];
}
