namespace Descent;

/// <summary>
/// ACProp (Zhuang et al., 2021, arXiv:2110.05454): gradients divided by the root of their variance up to the step before, so that the
/// present one has no say in its own scale.
/// </summary>
/// <remarks>
/// The variance is about the average with the present gradient, as in <see cref="AdaBelief"/>, and bias-corrected; the first step is the
/// gradient itself. Two ε, as in optax and the authors' code: one is added to the variance at each step, where it stays, the other outside
/// the square root, after the correction; here they are the same. Weight decay is decoupled and of the weights before the step. PyTorch and
/// Keras do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AcProp
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the average of gradients, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the variance, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the variance at each step and to its root, ε, at least 0.</summary>
    [Hyperparameter(1e-16, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "Variance")] ref double s,
        [Step] int t)
    {
        var variance = t == 1 ? 1 : s / Formulas.BiasCorrection(Beta2, t - 1);
        var direction = gradient / (Math.Sqrt(variance) + Epsilon);

        m = Formulas.MovingAverage(m, gradient, Beta1);
        var deviation = gradient - m;
        s = Formulas.MovingAverage(s, deviation * deviation, Beta2) + Epsilon;
        weight -= LearningRate * (direction + WeightDecay * weight);
    }
}
