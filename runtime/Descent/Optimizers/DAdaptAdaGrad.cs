namespace Descent;

/// <summary>
/// D-Adaptation for AdaGrad: finds the step size from a lower bound on the distance to the solution (Defazio and Mishchenko, 2023,
/// arXiv:2301.07733, algorithm 4). The bound is one number for all parameters of the optimizer.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/dadaptation): dual averaging, w₀ − s / (√a + ε), where s sums the steps and a the squared
/// gradients; a starts at 1e-6, and ε is outside the square root. With momentum the weights average these points. Weight decay is coupled (L2
/// regularization). The authors advise <see cref="DAdaptAdam"/> or <see cref="DAdaptSgd"/>, which find the distance sooner.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class DAdaptAdaGrad
{
    /// <summary>Multiplies the step size that the rule finds.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much of the weights stays at each step, μ, in [0, 1).</summary>
    [Hyperparameter(0, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, above 0.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double Epsilon { get; set; }

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
        [State(Initial = 1e-6, Storage = AllowedStorage.NativeOnly)] ref double sumOfSquares,
        [State(From = nameof(weight), Storage = AllowedStorage.SixteenBits)] double initialWeight,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer)] ref double gradientSum)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var stepSize = distance * LearningRate;
        sumOfSquares += gradient * gradient;
        s += stepSize * gradient;
        var denominator = Math.Sqrt(sumOfSquares) + Epsilon;

        var scaledGradients = Reduce.Sum(gradient * gradient / denominator, Per.Optimizer);
        var scaledSteps = Reduce.Sum(s * s / denominator, Per.Optimizer);
        var length = Reduce.Sum(Math.Abs(s), Per.Optimizer);
        gradientSum += stepSize * stepSize * scaledGradients;
        var estimate = length > 0 ? (scaledSteps - gradientSum) / length : distance;
        distance = Math.Max(distance, Math.Min(estimate, distance * GrowthRate));

        weight = Momentum * weight + (1 - Momentum) * (initialWeight - s / denominator);
    }
}
