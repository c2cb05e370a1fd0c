namespace Descent;

/// <summary>
/// Padam (Chen et al., 2020, arXiv:1806.06763): AMSGrad with a power of the second moment between that of gradient descent, 0, and that of
/// Adam, ½.
/// </summary>
/// <remarks>
/// With bias correction, and ε added to the root of the uncorrected maximum, as in the authors' code; the paper has neither. p = ½ is <see
/// cref="AmsGrad"/> but for the place of ε.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Padam
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Power of the second moment, p, in [0, ½].</summary>
    [Hyperparameter(0.125, Min = 0, Max = 0.5)]
    public partial double Power { get; set; }

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

        var stepSize = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t));
        weight -= stepSize * m / Math.Pow(Math.Sqrt(vMax) + Epsilon, 2 * Power);
    }
}
