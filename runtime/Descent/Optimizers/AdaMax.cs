namespace Descent;

/// <summary>
/// AdaMax (Kingma and Ba, 2015, arXiv:1412.6980, section 7.1): Adam with the largest decayed gradient in place of the root of the second
/// moment.
/// </summary>
/// <remarks>
/// ε is added to the gradient inside the maximum, as in PyTorch and optax; Keras adds it to the denominator and the paper has none. MLX
/// leaves the bias correction out.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaMax
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(2e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the maximum, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the magnitude of the gradient, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "InfinityNorm")] ref double u,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        u = Math.Max(Beta2 * u, Math.Abs(gradient) + Epsilon);
        weight -= LearningRate / (1 - Math.Pow(Beta1, t)) * m / u;
    }
}
