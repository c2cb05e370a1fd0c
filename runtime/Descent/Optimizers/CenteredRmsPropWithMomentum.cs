namespace Descent;

/// <summary>
/// RMSProp scaled by the standard deviation of the gradients, with momentum (Graves, 2013, arXiv:1308.0850).
/// </summary>
/// <remarks>
/// PyTorch's with <c>centered=True</c>, whose momentum is 0 by default. Graves's own rule, and Keras's, has <see
/// cref="EpsilonPlacement.InsideRoot"/> and <see cref="LearningRateInVelocity"/>; TensorFlow 1's an <see cref="InitialMeanSquare"/> of 1 besides,
/// ρ = 0.9 and ε = 1e-10.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
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

    /// <summary>Keeps the denominator from 0, ε, at least 0; see <see cref="EpsilonPlacement"/>.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Where ε is added; outside the root unless set.</summary>
    [Hyperparameter(EpsilonPlacement.OutsideRoot)]
    public partial EpsilonPlacement EpsilonPlacement { get; set; }

    /// <summary>What the average of squares starts at, at least 0; 1 in TensorFlow 1. Read when a parameter is added.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double InitialMeanSquare { get; set; }

    /// <summary>Whether the velocity includes the learning rate, as in TensorFlow and Keras, instead of being multiplied by it.</summary>
    [Hyperparameter(false)]
    public partial bool LearningRateInVelocity { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(From = nameof(InitialMeanSquare))] ref double meanSquare,
        [State] ref double meanGradient, [State] ref double velocity)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        meanGradient = Decay * meanGradient + (1 - Decay) * gradient;

        // Rounding can leave less than 0.
        var variance = Math.Max(meanSquare - meanGradient * meanGradient, 0);
        var root = EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(variance + Epsilon) : Math.Sqrt(variance) + Epsilon;
        var scaled = gradient / root;
        if (LearningRateInVelocity)
        {
            velocity = Momentum * velocity + LearningRate * scaled;
            weight -= velocity;
        }
        else
        {
            velocity = Momentum * velocity + scaled;
            weight -= LearningRate * velocity;
        }
    }
}
