namespace Descent.Training;

/// <summary>One weight of a gradient check: its gradient as the program computes it and as the loss shows it.</summary>
public sealed record CheckedCoordinate
{
    /// <summary>The name of the parameter.</summary>
    public required string ParameterName { get; init; }

    /// <summary>The index of the weight in its tensor, row-major, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Name and position by the parameter's shape, such as <c>layer1.weight[3, 17]</c>.</summary>
    public required string Location { get; init; }

    /// <summary>What was found.</summary>
    public required GradientVerdict Verdict { get; init; }

    /// <summary>The gradient that the program computed, ∂L/∂w.</summary>
    public required double Analytic { get; init; }

    /// <summary>The central difference (L(w + h) − L(w − h)) / 2h at <see cref="StepSize"/>.</summary>
    public required double Numeric { get; init; }

    /// <summary>
    /// |analytic − numeric| / max(|analytic|, |numeric|), from 0 to 2; 0 where both are 0.
    /// </summary>
    /// <remarks>
    /// CS231n reads it so: above 1e-2 the gradient is usually wrong; 1e-4 is fine for a loss with kinks and too much for one without;
    /// 1e-7 and less is good. The deeper the network, the larger the error of a right gradient.
    /// </remarks>
    public required double RelativeError { get; init; }

    /// <summary>
    /// How far <see cref="Numeric"/> and <see cref="Analytic"/> may be apart for reasons of rounding, truncation, and kinks that the
    /// step seems to cross, an absolute value.
    /// </summary>
    public required double Uncertainty { get; init; }

    /// <summary>The slope to the left, (L(w) − L(w − h)) / h.</summary>
    public required double LeftDerivative { get; init; }

    /// <summary>The slope to the right, (L(w + h) − L(w)) / h.</summary>
    public required double RightDerivative { get; init; }

    /// <summary>The step size h that <see cref="Numeric"/> was found with: the first one, or a smaller one if that was in doubt.</summary>
    public required double StepSize { get; init; }

    /// <summary>Where the first step size lies.</summary>
    public required StepSizeRegion Region { get; init; }

    /// <summary>
    /// A better first step size: for a truncation-dominated one h* = (3 noise/|f‴|)^⅓, where both errors balance; for a
    /// rounding-dominated one the automatic choice, unless it was that. <see langword="null"/> where none is known to be better.
    /// </summary>
    public double? SuggestedStepSize { get; init; }

    /// <summary>One line: the weight, the verdict, and both gradients.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"{Location}: {Verdict}, analytic {Analytic:G6}, numeric {Numeric:G6}, relative error {RelativeError:G2}");
}
