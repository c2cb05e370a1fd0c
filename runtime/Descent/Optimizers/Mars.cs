using Descent.Chains;

namespace Descent;

/// <summary>
/// MARS (Yuan et al., 2024, arXiv:2411.10438): AdamW on gradients with less variance: each is corrected by a multiple of its change since
/// the step before, and limited to a norm of 1 for each tensor.
/// </summary>
/// <remarks>
/// The authors' approximate form, which needs no second gradient. The first gradient is taken as it is, as in timm; in the authors' code it
/// is corrected as if there had been a gradient of 0. Bias correction, ε outside the square root, after it; weight decay is decoupled and of
/// the weights before the step. For vectors the authors take AdamW. <see cref="MarsLion"/> takes the sign.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Mars
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(3e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>How much the change corrects, γ, at least 0: by γ β₁ / (1 − β₁) times itself.</summary>
    [Hyperparameter(0.025, Min = 0)]
    public partial double Gamma { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State] ref double previousGradient,
        [Step] int t)
    {
        var corrected = ReduceVariance.Apply(gradient, ref previousGradient, t, Beta1, Gamma);
        weight -= LearningRate * (WeightDecay * weight + ScaleByAdam.Apply(corrected, ref m, ref v, t, Beta1, Beta2, Epsilon));
    }
}
