namespace Descent;

/// <summary>
/// ADOPT (Taniguchi et al., 2024, arXiv:2411.02853): Adam that scales each gradient by the second moment before it, so that it converges
/// with any β₂.
/// </summary>
/// <remarks>
/// The first step only sets the second moment and moves nothing. ε is the least denominator, max(√v, ε), not added to it. Scaled gradients
/// are clipped at (t − 1)^¼, as in the revised paper and the authors' code, unless <see cref="Clip"/> is off.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Adopt
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.9999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>The least denominator, ε, at least 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Whether scaled gradients are clipped at the fourth root of the number of steps before.</summary>
    [Hyperparameter(true)]
    public partial bool Clip { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        if (WeightDecay != 0 && !DecoupledWeightDecay)
        {
            gradient += WeightDecay * weight;
        }

        if (t == 1)
        {
            v = gradient * gradient;
            return;
        }

        if (DecoupledWeightDecay)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        var limit = Clip ? Math.Pow(t - 1, 0.25) : double.PositiveInfinity;
        var scaled = Math.Clamp(gradient / Math.Max(Math.Sqrt(v), Epsilon), -limit, limit);
        m = Beta1 * m + (1 - Beta1) * scaled;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * m;
    }
}
