using Descent.Chains;

namespace Descent;

/// <summary>
/// MARS-Lion (Yuan et al., 2024, arXiv:2411.10438): every weight moves by the learning rate, against the sign of an average of the corrected
/// gradients of <see cref="Mars"/>.
/// </summary>
/// <remarks>
/// One decay, as in the authors' code, where <see cref="Lion"/> has two. The first gradient is taken as it is, as in timm. Weight decay is
/// decoupled and of the weights before the step. No ε.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class MarsLion
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average, β, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    /// <summary>How much the change corrects, γ, at least 0: by γ β / (1 − β) times itself.</summary>
    [Hyperparameter(0.025, Min = 0)]
    public partial double Gamma { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Name = "Momentum")] ref double m, [State] ref double previousGradient, [Step] int t)
    {
        var corrected = ReduceVariance.Apply(gradient, ref previousGradient, t, Beta, Gamma);
        m = Formulas.MovingAverage(m, corrected, Beta);
        weight -= LearningRate * (WeightDecay * weight + Formulas.Sign(m));
    }
}
