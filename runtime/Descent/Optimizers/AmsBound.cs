namespace Descent;

/// <summary>
/// AMSBound (Luo et al., 2019, arXiv:1902.09843): <see cref="AdaBound"/> that divides by the largest second moment so far, as <see
/// cref="AmsGrad"/> does.
/// </summary>
/// <remarks>
/// Bias correction, ε and the final learning rate are those of <see cref="AdaBound"/>; the maximum is taken before the correction.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AmsBound
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Step size that every weight ends with, at least 0. A schedule of the learning rate should scale it too.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double FinalLearningRate { get; set; }

    /// <summary>How fast the bounds close, γ, in (0, 1).</summary>
    [Hyperparameter(1e-3, Above = 0, Below = 1)]
    public partial double Gamma { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

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
        [State(Name = "MaximumSecondMoment")] ref double vMax,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            if (DecoupledWeightDecay)
            {
                weight *= 1 - LearningRate * WeightDecay;
            }
            else
            {
                gradient += WeightDecay * weight;
            }
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        vMax = Math.Max(vMax, v);

        var lower = FinalLearningRate * (1 - 1 / (Gamma * t + 1));
        var upper = FinalLearningRate * (1 + 1 / (Gamma * t));
        var stepSize = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) / (Math.Sqrt(vMax) + Epsilon);
        weight -= Math.Clamp(stepSize, lower, upper) * m;
    }
}
