using System.Diagnostics;

namespace Descent.Training;

/// <summary>What a <see cref="GradientCheck"/> found. <see cref="ToString()"/> is a table of the worst coordinates for people to read.</summary>
[DebuggerDisplay("{Outcome}, {Coordinates.Count} coordinates")]
public sealed record GradientCheckReport
{
    internal GradientCheckReport()
    {
    }

    /// <summary>The name of the loss term that was checked; <see langword="null"/> for a whole loss.</summary>
    public string? Name { get; internal init; }

    /// <summary>What it came to.</summary>
    public GradientCheckOutcome Outcome { get; internal init; }

    /// <summary>Whether <see cref="Outcome"/> is <see cref="GradientCheckOutcome.Passed"/>.</summary>
    public bool Passed => Outcome == GradientCheckOutcome.Passed;

    /// <summary>The loss at the weights.</summary>
    public double Loss { get; internal init; }

    /// <summary>
    /// What another evaluation at the same weights gave, for <see cref="GradientCheckOutcome.RandomLoss"/> and
    /// <see cref="GradientCheckOutcome.LossesDisagree"/>; otherwise <see langword="null"/>.
    /// </summary>
    public double? LossAgain { get; internal init; }

    /// <summary>
    /// For <see cref="GradientCheckOutcome.GradientsNotReproducible"/>: whether the second evaluation gave twice the gradients of the first.
    /// </summary>
    public bool GradientsAccumulate { get; internal init; }

    /// <summary>The standard deviation of the loss's rounding errors, as measured.</summary>
    public double LossNoise { get; internal init; }

    /// <summary>The Euclidean norm of all analytic gradients of the checked parameters.</summary>
    public double GradientNorm { get; internal init; }

    /// <summary>The coordinates that were checked, worst first; empty if loss or gradients could not be checked.</summary>
    public IReadOnlyList<CheckedCoordinate> Coordinates { get; internal init; } = [];

    /// <summary>The parameters that were left out because they had no gradients after an evaluation. Frozen ones are left out silently.</summary>
    public IReadOnlyList<string> SkippedParameters { get; internal init; } = [];

    /// <summary>How many coordinates have a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns>Their number.</returns>
    public int Count(GradientVerdict verdict) => Coordinates.Count(coordinate => coordinate.Verdict == verdict);

    /// <summary>The report with the ten worst coordinates, in invariant culture.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => ToString(10);

    /// <summary>The report with a number of coordinates, worst first, in invariant culture.</summary>
    /// <param name="coordinates">How many coordinates, at least 0.</param>
    /// <returns>Several lines.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coordinates"/> is negative.</exception>
    public string ToString(int coordinates)
        => GradientCheckText.Write(this, CompilerServices.Guard.Hyperparameter(coordinates, nameof(coordinates), min: 0));

    internal GradientCheckReport With(List<CheckedCoordinate> found, double noise)
    {
        var ordered = found.OrderByDescending(coordinate => coordinate.Verdict).ThenByDescending(coordinate => coordinate.RelativeError).ToList();
        var correct = ordered.Count(coordinate => coordinate.Verdict == GradientVerdict.Correct);
        return this with
        {
            Coordinates = ordered,
            LossNoise = noise,
            Outcome = ordered[0].Verdict >= GradientVerdict.Wrong ? GradientCheckOutcome.WrongGradient
                : 2 * correct >= ordered.Count ? GradientCheckOutcome.Passed
                : GradientCheckOutcome.Inconclusive,
        };
    }
}
