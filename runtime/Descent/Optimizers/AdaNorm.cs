namespace Descent;

/// <summary>
/// AdaNorm (Dubey, Singh and Chaudhuri, 2022, arXiv:2210.06364), with Adam: gradients that are shorter than the moving average of their
/// tensor's gradient norm are lengthened to it before they enter the first moment.
/// </summary>
/// <remarks>
/// The second moment takes the gradient as it is, and the average of norms starts at 0 without correction, as in the paper, where this is
/// AdamNorm. Bias correction of both moments; ε outside the square root, after it. A tensor whose gradient is 0 stays unchanged by the
/// lengthening. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaNorm
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

    /// <summary>Decay of the average of gradient norms, γ, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double NormDecay { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Per = Per.Tensor)] ref double averageNorm,
        [Step] int t)
    {
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        averageNorm = NormDecay * averageNorm + (1 - NormDecay) * norm;
        var lengthening = norm > 0 ? Math.Max(1, averageNorm / norm) : 1;

        m = Beta1 * m + (1 - Beta1) * lengthening * gradient;
        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);
        var mHat = m / Formulas.BiasCorrection(Beta1, t);
        var vHat = v / Formulas.BiasCorrection(Beta2, t);
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
