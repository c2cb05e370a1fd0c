using Descent.Chains;

namespace Descent;

/// <summary>
/// <see cref="Adan"/> (Xie et al., 2022, arXiv:2208.06677) on gradients that are first clipped by their global norm, as the authors train
/// with.
/// </summary>
/// <remarks>
/// Gradients are multiplied by min(1, c / (norm + ε)), with the rule's own ε as in the authors' code. Otherwise as <see cref="Adan"/> with
/// proximal decay: ε outside the square root, after the bias correction, and the weights divided by 1 + η λ after the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdanWithClipping
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

    /// <summary>Added to the denominator, outside the square root, and to the norm; ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step ends with a division by 1 + η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Largest norm of the gradients of all parameters together, c, above 0.</summary>
    [Hyperparameter(1, Above = 0)]
    public partial double MaximumGradientNorm { get; set; }

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
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer));
        var clipped = gradient * Math.Min(1, MaximumGradientNorm / (norm + Epsilon));
        var direction = ScaleByAdan.Apply(
            clipped, ref m, ref difference, ref v, ref previousGradient, t, Beta1, Beta2, Beta3, Epsilon);
        weight = (weight - LearningRate * direction) / (1 + LearningRate * WeightDecay);
    }
}
