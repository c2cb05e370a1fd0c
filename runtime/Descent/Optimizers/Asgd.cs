namespace Descent;

/// <summary>
/// Averaged stochastic gradient descent (Polyak and Juditsky, 1992; step sizes of Xu, 2011, arXiv:1107.2490): plain steps of decreasing
/// length, and the average of the weights beside them.
/// </summary>
/// <remarks>
/// <see cref="Optimizer.Evaluate"/> puts the average in the weights' place, <see cref="Optimizer.Train"/> puts the weights back. The step sizes are those of PyTorch, η / (1 + λ η (t −
/// 1))^α, but follow from the step and the present learning rate alone; PyTorch computes each one step ahead and keeps it.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Asgd
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay λ of the weights and of the step size, at least 0.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double Decay { get; set; }

    /// <summary>Power α at which the step size falls, at least 0; the theory asks for (0.5, 1].</summary>
    [Hyperparameter(0.75, Min = 0)]
    public partial double Power { get; set; }

    /// <summary>How many steps pass before the average begins, at least 0; until then it is the weights.</summary>
    [Hyperparameter(1e6, Min = 0)]
    public partial double AveragingStart { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average, [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var stepSize = LearningRate / Math.Pow(1 + Decay * LearningRate * (t - 1), Power);
        weight = weight * (1 - Decay * stepSize) - stepSize * gradient;

        var averaged = t - 1 - AveragingStart;
        if (averaged > 1)
        {
            average += (weight - average) * (1 / averaged);
        }
        else
        {
            average = weight;
        }
    }

    [ToEvaluation]
    private static void ToEvaluation(ref double weight, [State] ref double average)
    {
        var trained = weight;
        weight = average;
        average = trained;
    }

    [ToTraining]
    private static void ToTraining(ref double weight, [State] ref double average)
    {
        var averaged = weight;
        weight = average;
        average = averaged;
    }
}
