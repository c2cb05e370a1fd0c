namespace Descent;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012) with momentum: the scaled gradients are gathered in a velocity.
/// </summary>
/// <remarks>
/// PyTorch's, whose momentum is 0 by default. TensorFlow 1's, the rule of EfficientNet and MobileNet, has <see
/// cref="EpsilonPlacement.InsideRoot"/>, <see cref="LearningRateInVelocity"/>, an <see cref="InitialMeanSquare"/> of 1, ρ = 0.9 and ε = 1e-10; with
/// an initial mean square of 0 and ε = 1e-7 that is Keras's. <see cref="RmsProp"/> is the same without momentum.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class RmsPropWithMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average of squares, ρ, in [0, 1).</summary>
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
        ref double weight, double gradient, [State(From = nameof(InitialMeanSquare))] ref double meanSquare, [State] ref double velocity)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        var root = EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(meanSquare + Epsilon) : Math.Sqrt(meanSquare) + Epsilon;
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
