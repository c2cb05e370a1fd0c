namespace Descent;

/// <summary>
/// Adam as lectures first write it, before bias correction: momentum and RMSProp together (Kingma and Ba, 2015, arXiv:1412.6980).
/// </summary>
/// <remarks>
/// Its moments start at 0 and are used as they are, so early steps are too long: with the defaults the first is about 3 times that of
/// <see cref="Adam"/>. MLX's Adam does the same by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamWithoutBiasCorrection
{
    /// <summary>Step size η, at least 0.</summary>
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

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Name = "FirstMoment")] ref double m, [State(Name = "SecondMoment")] ref double v)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
