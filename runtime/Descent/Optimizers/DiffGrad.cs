namespace Descent;

/// <summary>
/// diffGrad (Dubey et al., 2020, arXiv:1909.11015): Adam slowed down where the gradient changes little from step to step.
/// </summary>
/// <remarks>
/// The friction is the logistic function of the change's magnitude, between ½ and 1; the gradient before the first is 0. ε is added to the
/// root of the uncorrected second moment, as in the authors' code.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DiffGrad
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

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
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
        [State(Name = "SecondMoment")] ref double v,
        [State] ref double previousGradient,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var friction = 1 / (1 + Math.Exp(-Math.Abs(previousGradient - gradient)));
        previousGradient = gradient;

        var stepSize = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t));
        weight -= stepSize * friction * m / (Math.Sqrt(v) + Epsilon);
    }
}
