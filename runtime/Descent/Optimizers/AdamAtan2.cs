namespace Descent;

/// <summary>
/// Adam-atan2 (Everett et al., 2024, arXiv:2407.05872): Adam with an arctangent in place of its division, so that there is no ε and
/// gradients may have any scale.
/// </summary>
/// <remarks>
/// The step is η a atan2(m̂, b √v̂). The default a = 1.27, about 4 / π, makes a ratio of 1 a step of η, as in common implementations.
/// Weight decay is decoupled and comes before the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamAtan2
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

    /// <summary>Factor of the arctangent, a, at least 0.</summary>
    [Hyperparameter(1.27, Min = 0)]
    public partial double Scale { get; set; }

    /// <summary>Factor of the root of the second moment, b, above 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double DenominatorScale { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

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
            weight *= 1 - LearningRate * WeightDecay;
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * Scale * Math.Atan2(mHat, DenominatorScale * Math.Sqrt(vHat));
    }
}
