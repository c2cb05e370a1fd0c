using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The exponentially weighted average of a sequence of numbers: v ← β v + (1 − β) x, starting at v = 0. It averages over about
/// 1 / (1 − β) of the last values.
/// </summary>
/// <remarks>
/// The first values of <see cref="Value"/> lean towards 0, where it started. <see cref="CorrectedValue"/> divides by 1 − βᵗ, the sum of
/// the weights that the t values so far have in it (Kingma and Ba, 2015, arXiv:1412.6980, section 3), so that the average of a constant
/// is this constant from the first value on. A value type: a copy is an average of its own. The default value has decay 0 and so
/// repeats the last number.
/// </remarks>
public record struct ExponentiallyWeightedAverage
{
    private double _weight;

    /// <summary>Starts an average at 0.</summary>
    /// <param name="decay">Decay β in [0, 1): the share of the old average in the new one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decay"/> is not in [0, 1).</exception>
    public ExponentiallyWeightedAverage(double decay) => Decay = Guard.Hyperparameter(decay, nameof(decay), min: 0, below: 1);

    /// <summary>The decay β.</summary>
    public double Decay { get; }

    /// <summary>How many numbers were added, t.</summary>
    public long Count { get; private set; }

    /// <summary>The average v, without bias correction; 0 before the first number.</summary>
    public double Value { get; private set; }

    /// <summary>The average with bias correction, v / (1 − βᵗ); NaN before the first number, where there is nothing to average.</summary>
    public readonly double CorrectedValue => Value / _weight;

    /// <summary>Adds a number.</summary>
    /// <param name="x">The number. One that is not finite stays in the average for good.</param>
    public void Add(double x)
    {
        Value = (Decay * Value) + ((1 - Decay) * x);
        // 1 − βᵗ by its own recursion: a sum of positive terms, where 1 − Math.Pow(β, t) would cancel for β near 1.
        _weight = (Decay * _weight) + (1 - Decay);
        Count++;
    }

    /// <summary>One line, as in <c>0.25 (0.5 corrected) of 3 numbers, decay 0.9</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override readonly string ToString() => Schedule.Text($"{Value:G6} ({CorrectedValue:G6} corrected) of {Count} numbers, decay {Decay}");
}
