using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>
/// What does not differ from weight to weight, computed once per step in double and rounded once, as a careful person would do by hand.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly struct AdamConstants<T>(Descent.Adam rule, int step)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _correction1 = 1 - Math.Pow(rule.Beta1, step);
    private readonly double _correction2 = 1 - Math.Pow(rule.Beta2, step);

    public T Beta1 { get; } = T.CreateTruncating(rule.Beta1);

    public T OneMinusBeta1 { get; } = T.CreateTruncating(1 - rule.Beta1);

    public T Beta2 { get; } = T.CreateTruncating(rule.Beta2);

    public T OneMinusBeta2 { get; } = T.CreateTruncating(1 - rule.Beta2);

    public T LearningRate { get; } = T.CreateTruncating(rule.LearningRate);

    public T Epsilon { get; } = T.CreateTruncating(rule.Epsilon);

    /// <summary>1 − β₁ᵗ.</summary>
    public T Correction1 => T.CreateTruncating(_correction1);

    /// <summary>1 − β₂ᵗ.</summary>
    public T Correction2 => T.CreateTruncating(_correction2);

    /// <summary>α √(1 − β₂ᵗ) / (1 − β₁ᵗ): the step size with both corrections drawn into it.</summary>
    public T CorrectedLearningRate => T.CreateTruncating(rule.LearningRate * Math.Sqrt(_correction2) / _correction1);

    /// <summary>ε √(1 − β₂ᵗ), which goes with <see cref="CorrectedLearningRate"/>.</summary>
    public T CorrectedEpsilon => T.CreateTruncating(rule.Epsilon * Math.Sqrt(_correction2));
}
