namespace Descent;

/// <summary>
/// D-Adaptation for <see cref="Lion"/>: finds the step size from a lower bound on the distance to the solution (Defazio and Mishchenko,
/// 2023, arXiv:2301.07733). The bound is one number for all parameters of the optimizer.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/dadaptation, version 3), which calls it experimental: the average holds steps, not gradients; a
/// step is taken with the bound found before it. Weight decay is decoupled and comes before the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DAdaptLion
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the average in the step, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Weight of the past in the average, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − λ times its size.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>The first bound on the distance, d₀.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double InitialDistance { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "Momentum")] ref double m,
        [State(Name = "SumOfSteps")] ref double s,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer)] ref double numerator)
    {
        var rootOfBeta2 = Math.Sqrt(Beta2);
        var stepSize = distance * LearningRate;
        var direction = Formulas.Sign(Beta1 * m + (1 - Beta1) * gradient);
        var product = Reduce.Sum(direction * s, Per.Optimizer);

        weight = weight * (1 - stepSize * WeightDecay) - stepSize * direction;
        m = Beta2 * m + stepSize * (1 - Beta2) * gradient;
        s = rootOfBeta2 * s + stepSize * (1 - rootOfBeta2) * direction;

        var sum = Reduce.Sum(Math.Abs(s), Per.Optimizer);
        numerator = rootOfBeta2 * numerator + (1 - rootOfBeta2) * stepSize * product;
        var estimate = sum > 0 ? numerator / ((1 - rootOfBeta2) * sum) : distance;
        distance = Math.Max(distance, estimate);
    }
}
