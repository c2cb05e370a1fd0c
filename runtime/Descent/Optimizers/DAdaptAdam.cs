namespace Descent;

/// <summary>
/// D-Adaptation for Adam: finds the step size from a lower bound on the distance to the solution (Defazio and Mishchenko, 2023,
/// arXiv:2301.07733). The bound is one number for all parameters of the optimizer.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/dadaptation, version 3) and optax: the first moment holds steps, not gradients; ε outside the
/// square root; the estimate's numerator takes the second moment before the step. Bias correction is off unless asked for. Weight decay is
/// coupled (L2 regularization) unless <see cref="DecoupledWeightDecay"/> is on, as the package has it; the authors' first release used
/// another estimator.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DAdaptAdam
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁.</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂.</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root.</summary>
    [Hyperparameter(1e-8, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the weight decay is apart from the moments (AdamW) or part of the gradient (L2 regularization).</summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    /// <summary>The first bound on the distance, d₀.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double InitialDistance { get; set; }

    /// <summary>By how much the distance may grow in one step, at most; without a limit unless set.</summary>
    [Hyperparameter(double.MaxValue, Min = 1)]
    public partial double GrowthRate { get; set; }

    /// <summary>Whether Adam's bias correction is made.</summary>
    [Hyperparameter(false)]
    public partial bool BiasCorrection { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Name = "SumOfSteps")] ref double s,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer)] ref double numerator,
        [Step] int t)
    {
        if (WeightDecay != 0 && !DecoupledWeightDecay)
        {
            gradient += WeightDecay * weight;
        }

        var rootOfBeta2 = Math.Sqrt(Beta2);
        var correction = BiasCorrection ? Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) : 1;
        var stepSize = distance * LearningRate * correction;
        var product = Reduce.Sum(gradient * (s / (Math.Sqrt(v) + Epsilon)), Per.Optimizer);

        m = Beta1 * m + stepSize * (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        s = rootOfBeta2 * s + stepSize * (1 - rootOfBeta2) * gradient;

        var sum = Reduce.Sum(Math.Abs(s), Per.Optimizer);
        numerator = rootOfBeta2 * numerator + (1 - rootOfBeta2) * stepSize * product;
        var estimate = sum > 0 ? numerator / ((1 - rootOfBeta2) * sum) : distance;
        distance = Math.Max(distance, Math.Min(estimate, distance * GrowthRate));

        if (WeightDecay != 0 && DecoupledWeightDecay)
        {
            weight -= WeightDecay * stepSize * weight;
        }

        weight -= m / (Math.Sqrt(v) + Epsilon);
    }
}
