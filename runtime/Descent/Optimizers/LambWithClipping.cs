namespace Descent;

/// <summary>
/// <see cref="Lamb"/> (You et al., 2020, arXiv:1904.00962) on gradients that are first scaled down to a global norm of 1, as NVIDIA's BERT
/// and timm have it.
/// </summary>
/// <remarks>
/// Gradients are divided by max(1, norm / c); nothing is added to the norm. Otherwise as <see cref="Lamb"/>: bias correction, ε outside the
/// square root, the decay inside the ratio, which is 1 where either norm is 0, and the same options. apex and timm leave out the ratio where
/// λ = 0 unless they are told not to; here it is always taken. PyTorch does not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class LambWithClipping
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0: λ times the weight is added to the direction.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the moments are corrected for their start at 0.</summary>
    [Hyperparameter(true)]
    public partial bool BiasCorrection { get; set; }

    /// <summary>Whether the first moment is an average, each gradient weighted by 1 − β₁, instead of a sum.</summary>
    [Hyperparameter(true)]
    public partial bool GradientAveraging { get; set; }

    /// <summary>Whether the ratio is at most 1, so that no step is longer than the direction (LAMBC).</summary>
    [Hyperparameter(false)]
    public partial bool ClipTrust { get; set; }

    /// <summary>Largest norm of the gradients of all parameters together, c, above 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double MaximumGradientNorm { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer));
        var clipped = gradient / Math.Max(1, norm / MaximumGradientNorm);
        m = Beta1 * m + (GradientAveraging ? 1 - Beta1 : 1) * clipped;
        v = Beta2 * v + (1 - Beta2) * clipped * clipped;

        var mHat = m / (BiasCorrection ? 1 - Math.Pow(Beta1, t) : 1);
        var vHat = v / (BiasCorrection ? 1 - Math.Pow(Beta2, t) : 1);
        var direction = mHat / (Math.Sqrt(vHat) + Epsilon) + WeightDecay * weight;

        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var directionNorm = Math.Sqrt(Reduce.Sum(direction * direction));
        var trust = weightNorm > 0 && directionNorm > 0 ? weightNorm / directionNorm : 1;
        var limit = ClipTrust ? 1 : double.PositiveInfinity;
        weight -= LearningRate * Math.Min(trust, limit) * direction;
    }
}
