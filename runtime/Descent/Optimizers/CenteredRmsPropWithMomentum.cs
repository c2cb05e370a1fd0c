namespace Descent;

/// <summary>
/// RMSProp scaled by the standard deviation of the gradients, with momentum (Graves, 2013, arXiv:1308.0850).
/// </summary>
/// <remarks>
/// ε is added outside the square root and the learning rate is outside the velocity, as in PyTorch with <c>centered=True</c>; Graves adds ε
/// inside and has the learning rate inside, as <see cref="CenteredRmsPropTensorFlow"/> does. PyTorch's momentum is 0 by default.
/// </remarks>
[Optimizer]
public sealed partial class CenteredRmsPropWithMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in both averages, ρ, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State] ref double meanSquare, [State] ref double meanGradient, [State] ref double velocity)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        meanGradient = Decay * meanGradient + (1 - Decay) * gradient;

        // Rounding can leave less than 0.
        var variance = Math.Max(meanSquare - meanGradient * meanGradient, 0);
        velocity = Momentum * velocity + gradient / (Math.Sqrt(variance) + Epsilon);
        weight -= LearningRate * velocity;
    }
}
