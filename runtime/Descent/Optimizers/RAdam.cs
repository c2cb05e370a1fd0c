namespace Descent;

/// <summary>
/// Rectified Adam (Liu et al., 2020, arXiv:1908.03265): the adaptive step is scaled by how much its denominator can be trusted yet, and left
/// out, for a step of momentum alone, while that is too little.
/// </summary>
/// <remarks>
/// The adaptive step is taken from ρ &gt; 5 on, as in PyTorch (optax: ρ ≥ 5; paper: ρ &gt; 4); before that the step is η times the
/// corrected first moment. ε is added to the root of the uncorrected second moment, as in PyTorch.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class RAdam
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

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.</summary>
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
        var mHat = m / (1 - Math.Pow(Beta1, t));

        var correction2 = 1 - Math.Pow(Beta2, t);
        var rhoLimit = 2 / (1 - Beta2) - 1;
        var rho = rhoLimit - 2 * t * Math.Pow(Beta2, t) / correction2;
        if (rho > 5)
        {
            var rectification = Math.Sqrt((rho - 4) * (rho - 2) * rhoLimit / ((rhoLimit - 4) * (rhoLimit - 2) * rho));
            weight -= LearningRate * rectification * Math.Sqrt(correction2) * mHat / (Math.Sqrt(v) + Epsilon);
        }
        else
        {
            weight -= LearningRate * mHat;
        }
    }
}
