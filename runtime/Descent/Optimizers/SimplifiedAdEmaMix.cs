namespace Descent;

/// <summary>
/// Simplified AdEMAMix (Morwani et al., 2025, arXiv:2502.02431): Adam with a momentum that sums the gradients, and the present gradient
/// weighed against it.
/// </summary>
/// <remarks>
/// The momentum is β₁ m + g, not an average, and is not bias-corrected, as in the paper and optax, so the learning rate should be about (1
/// − β₁) times that of Adam. Weight decay is added to the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SimplifiedAdEmaMix
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-5, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Weight of the present gradient, α, at least 0.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double Alpha { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0: λ times the weight is added to the scaled step.</summary>
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
        m = Beta1 * m + gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var vHat = v / (1 - Math.Pow(Beta2, t));
        var step = (m + Alpha * gradient) / (Math.Sqrt(vHat) + Epsilon);
        if (WeightDecay != 0)
        {
            step += WeightDecay * weight;
        }

        weight -= LearningRate * step;
    }
}
