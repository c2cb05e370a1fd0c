namespace Descent;

/// <summary>
/// LAMB (You et al., 2020, arXiv:1904.00962): Adam's direction with weight decay, scaled for each tensor by the ratio of the norms of its
/// weights and of that direction.
/// </summary>
/// <remarks>
/// Bias correction as in the paper's first version and in optax; ε outside the square root, after it. The decay is part of the direction
/// and so of the ratio (Keras leaves it out of the ratio). The ratio is 1 where either norm is 0. NVIDIA's and timm's versions clip the
/// gradients by their global norm first: <see cref="LambWithClipping"/>. The paper's third version has no bias correction and limits the
/// norm of the weights: <see cref="BiasCorrection"/>, <see cref="MaximumWeightNorm"/>. Apex and timm may sum gradients instead of averaging them,
/// and limit the ratio: <see cref="GradientAveraging"/>, <see cref="ClipTrust"/>. PyTorch does not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Lamb
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

    /// <summary>Largest norm of the weights in the ratio, above 0; without a limit unless set. It is 10 in the paper's third version.</summary>
    [Hyperparameter(double.MaxValue, Above = 0)]
    public partial double MaximumWeightNorm { get; set; }

    /// <summary>Whether the first moment is an average, each gradient weighted by 1 − β₁, instead of a sum.</summary>
    [Hyperparameter(true)]
    public partial bool GradientAveraging { get; set; }

    /// <summary>Whether the ratio is at most 1, so that no step is longer than the direction (LAMBC).</summary>
    [Hyperparameter(false)]
    public partial bool ClipTrust { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        m = Beta1 * m + (GradientAveraging ? 1 - Beta1 : 1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (BiasCorrection ? 1 - Math.Pow(Beta1, t) : 1);
        var vHat = v / (BiasCorrection ? 1 - Math.Pow(Beta2, t) : 1);
        var update = mHat / (Math.Sqrt(vHat) + Epsilon) + WeightDecay * weight;

        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var updateNorm = Math.Sqrt(Reduce.Sum(update * update));
        var trust = weightNorm > 0 && updateNorm > 0 ? Math.Min(weightNorm, MaximumWeightNorm) / updateNorm : 1;
        var limit = ClipTrust ? 1 : double.PositiveInfinity;
        weight -= LearningRate * Math.Min(trust, limit) * update;
    }
}
