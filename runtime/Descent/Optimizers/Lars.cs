namespace Descent;

/// <summary>
/// LARS (You, Gitman and Ginsburg, 2017, arXiv:1708.03888): momentum whose gradients are scaled for each tensor by the ratio of the norms
/// of its weights and of its decayed gradient.
/// </summary>
/// <remarks>
/// The ratio is τ ‖w‖ / (‖g‖ + λ ‖w‖ + ε), and 1 where ‖w‖ or ‖g‖ is 0; the learning rate stays outside the velocity, as in timm and
/// NVIDIA's version (the paper has it inside; optax divides by ‖g + λ w‖). LARC is the form with <see cref="ClipTrust"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Lars
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>How much of a tensor's norm one step may change, τ, greater than 0.</summary>
    [Hyperparameter(1e-3, Above = 0)]
    public partial double TrustCoefficient { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Added to the denominator of the ratio, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Whether the ratio is divided by the learning rate and then at most 1, so that no step is longer than plain momentum's (LARC).</summary>
    [Hyperparameter(false)]
    public partial bool ClipTrust { get; set; }

    /// <summary>Whether the step is taken from the gradient ahead, g + μ v with the new velocity, instead of from the velocity.</summary>
    [Hyperparameter(false)]
    public partial bool Nesterov { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var gradientNorm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        var trust = weightNorm > 0 && gradientNorm > 0
            ? TrustCoefficient * weightNorm / (gradientNorm + weightNorm * WeightDecay + Epsilon)
            : 1;

        var scaled = (ClipTrust ? Math.Min(trust / LearningRate, 1) : trust) * (gradient + WeightDecay * weight);
        velocity = Momentum * velocity + scaled;
        if (Nesterov)
        {
            weight -= LearningRate * (scaled + Momentum * velocity);
        }
        else
        {
            weight -= LearningRate * velocity;
        }
    }
}
