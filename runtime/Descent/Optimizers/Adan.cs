using Descent.Chains;

namespace Descent;

/// <summary>
/// Adan (Xie et al., 2022, arXiv:2208.06677): Adam with Nesterov momentum written as a moving average of the gradients' differences.
/// </summary>
/// <remarks>
/// The betas are weights of the past, as in the authors' code; the paper's are one minus these. The first difference is 0. ε is added
/// outside the square root, after the bias correction. With the authors' <c>max_grad_norm</c> it is <see cref="AdanWithClipping"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Adan
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.98, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the average difference, β₂, in [0, 1).</summary>
    [Hyperparameter(0.92, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the second moment, β₃, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Beta3 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; see <see cref="ProximalWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether weights are divided by 1 + η λ after the step, as in the paper, instead of multiplied by 1 − η λ before it (the authors'
    /// <c>no_prox</c>).
    /// </summary>
    [Hyperparameter(true)]
    public partial bool ProximalWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State] ref double difference,
        [State(Name = "SecondMoment")] ref double v,
        [State] ref double previousGradient,
        [Step] int t)
    {
        var step = LearningRate * ScaleByAdan.Apply(
            gradient, ref m, ref difference, ref v, ref previousGradient, t, Beta1, Beta2, Beta3, Epsilon);
        if (ProximalWeightDecay)
        {
            weight = (weight - step) / (1 + LearningRate * WeightDecay);
        }
        else
        {
            weight = weight * (1 - LearningRate * WeightDecay) - step;
        }
    }
}
