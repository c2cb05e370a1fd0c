namespace Descent.Testing;

/// <summary>What a rule makes of a gradient that is not a number: its author's statement, for <see cref="RuleBattery.NotANumber"/>.</summary>
public enum NotANumberOutcome
{
    /// <summary>Nothing is stated; only that no other weight changes is checked, for rules without reductions.</summary>
    NotStated,

    /// <summary>The gradient's weight is not a number any more. What most rules do.</summary>
    WeightBecomesNotANumber,

    /// <summary>The gradient's weight stays as it is, as with a rule that steps only where a comparison holds.</summary>
    WeightStays,

    /// <summary>No weight of the tensor is a number any more, as with a rule that divides by a norm.</summary>
    TensorBecomesNotANumber,
}
