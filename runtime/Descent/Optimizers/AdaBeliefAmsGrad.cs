namespace Descent;

/// <summary>
/// AdaBelief (Zhuang et al., 2020, arXiv:2010.07468) that divides by the largest variance so far, as <see cref="AmsGrad"/> does.
/// </summary>
/// <remarks>
/// The maximum is taken after ε has been added and before the bias correction, as in the authors' code; otherwise as <see
/// cref="AdaBelief"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaBeliefAmsGrad
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the variance, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the variance at every step, and to the denominator, ε, at least 0.</summary>
    [Hyperparameter(1e-16, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(true)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "Variance")] ref double s,
        [State(Name = "MaximumVariance")] ref double sMax,
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
        var surprise = gradient - m;
        s = Beta2 * s + (1 - Beta2) * surprise * surprise + Epsilon;
        sMax = Math.Max(sMax, s);

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var sHat = sMax / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(sHat) + Epsilon);
    }
}
