namespace Descent;

/// <summary>
/// D-Adaptation for gradient descent with momentum: finds the step size from a lower bound on the distance to the solution (Defazio and
/// Mishchenko, 2023, arXiv:2301.07733). The bound is one number for all parameters of the optimizer.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/dadaptation, version 3): steps are relative to the norm of the first gradient, taken before any
/// weight decay; the momentum averages weights, w ← μ w + (1 − μ) (w₀ − s), where s sums the steps. Weight decay is coupled (L2
/// regularization). The authors' first release bounded the distance by the norms of s and of the gradients instead.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DAdaptSgd
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much of the weights stays at each step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>The first bound on the distance, d₀.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double InitialDistance { get; set; }

    /// <summary>By how much the distance may grow in one step, at most; without a limit unless set.</summary>
    [Hyperparameter(double.MaxValue, Min = 1)]
    public partial double GrowthRate { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "SumOfSteps")] ref double s,
        [State(From = nameof(weight), Storage = AllowedStorage.SixteenBits)] double initialWeight,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer)] ref double numerator,
        [State(Per = Per.Optimizer)] ref double firstNorm)
    {
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient, Per.Optimizer));
        firstNorm = firstNorm > 0 ? firstNorm : norm;
        var stepSize = firstNorm > 0 ? distance * LearningRate / firstNorm : 0;
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var product = Reduce.Sum(gradient * s, Per.Optimizer);
        s += stepSize * gradient;

        var length = Math.Sqrt(Reduce.Sum(s * s, Per.Optimizer));
        numerator += stepSize * product;
        var estimate = length > 0 ? 2 * numerator / length : distance;
        distance = Math.Max(distance, Math.Min(estimate, distance * GrowthRate));

        weight = Momentum * weight + (1 - Momentum) * (initialWeight - s);
    }
}
