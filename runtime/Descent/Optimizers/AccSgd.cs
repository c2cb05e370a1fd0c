namespace Descent;

/// <summary>
/// Accelerated stochastic gradient descent (Jain et al., 2018, arXiv:1704.08227; Kidambi et al., 2018): each step mixes a short gradient
/// step with an average that takes long ones.
/// </summary>
/// <remarks>
/// The average starts at the initial weight, as in the authors' code. With weight decay, both steps use the regularised gradient.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AccSgd
{
    /// <summary>Step size η, at least 0. The length of the short step.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How many times the long step is the short one, κ, above 0; the step is η κ over the small constant.</summary>
    [Hyperparameter(1000, Above = 0)]
    public partial double LongStepRatio { get; set; }

    /// <summary>How much faster than plain descent the data allow, ξ, above 0; at most √κ.</summary>
    [Hyperparameter(10, Above = 0)]
    public partial double StatisticalAdvantage { get; set; }

    /// <summary>The constant of the analysis, in (0, 1].</summary>
    [Hyperparameter(0.7, Above = 0, Max = 1)]
    public partial double SmallConstant { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var longStep = LearningRate * LongStepRatio / SmallConstant;
        var beta = SmallConstant * SmallConstant * StatisticalAdvantage / LongStepRatio;
        average = (1 - beta) * average + beta * (weight - longStep * gradient);

        var zeta = SmallConstant / (SmallConstant + beta);
        weight = zeta * (weight - LearningRate * gradient) + (1 - zeta) * average;
    }
}
