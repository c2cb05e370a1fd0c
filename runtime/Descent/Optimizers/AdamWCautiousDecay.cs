namespace Descent;

/// <summary>
/// AdamW with cautious weight decay (Chen et al., 2025, arXiv:2510.12402): a weight decays only where the step does not already move it
/// away from 0.
/// </summary>
/// <remarks>
/// The decay applies where step and weight have the same sign, or one is 0, and is taken together with the step: w ← w − η (u + λ w).
/// Otherwise as <see cref="AdamW"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamWCautiousDecay
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; η λ w is taken off where the step has the sign of w.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var step = mHat / (Math.Sqrt(vHat) + Epsilon);
        if (step * weight >= 0)
        {
            step += WeightDecay * weight;
        }

        weight -= LearningRate * step;
    }
}
