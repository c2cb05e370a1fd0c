namespace Descent;

/// <summary>
/// RMSProp whose steps are scaled by the standard deviation of the gradients (Graves, 2013, arXiv:1308.0850) instead of their root mean
/// square.
/// </summary>
/// <remarks>
/// ε is added outside the square root, as in PyTorch with <c>centered=True</c>. <see cref="CenteredRmsPropWithMomentum"/> adds momentum, and has
/// ε inside the root where it is told to.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class CenteredRmsProp
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in both averages, ρ, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double meanSquare, [State] ref double meanGradient)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        meanGradient = Decay * meanGradient + (1 - Decay) * gradient;

        // Rounding can leave less than 0.
        var variance = Math.Max(meanSquare - meanGradient * meanGradient, 0);
        weight -= LearningRate * gradient / (Math.Sqrt(variance) + Epsilon);
    }
}
