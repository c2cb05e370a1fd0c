namespace Descent;

/// <summary>
/// AdaDelta (Zeiler, 2012, arXiv:1212.5701): the ratio of the root mean squares of past steps and of gradients takes the place of a
/// learning rate.
/// </summary>
/// <remarks>
/// ε is added inside both square roots, and the average of squared steps leaves out the learning rate, as everywhere. The defaults are
/// PyTorch's; the paper has ρ = 0.95 and no learning rate, Keras a learning rate of 1e-3, ρ = 0.95 and ε = 1e-7.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdaDelta
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in both averages, ρ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Added to both mean squares, inside the square roots, ε, at least 0.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double meanSquare, [State] ref double meanSquareStep)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        var step = Math.Sqrt(meanSquareStep + Epsilon) / Math.Sqrt(meanSquare + Epsilon) * gradient;
        meanSquareStep = Decay * meanSquareStep + (1 - Decay) * step * step;
        weight -= LearningRate * step;
    }
}
