namespace Descent;

/// <summary>
/// RMSProp with momentum as TensorFlow 1 has it: ε inside the square root, the learning rate inside the velocity, and an average of squares
/// that starts at 1.
/// </summary>
/// <remarks>
/// The rule of EfficientNet and MobileNet. With an <see cref="InitialMeanSquare"/> of 0 it is Keras's RMSprop, whose ε is 1e-7. <see
/// cref="RmsPropEpsilonInside"/> is the same without momentum, <see cref="RmsPropWithMomentum"/> follows PyTorch, which
/// has ρ = 0.99, ε = 1e-8 and a momentum of 0 by default.
/// </remarks>
[Optimizer]
public sealed partial class RmsPropTensorFlow
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average of squares, ρ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the mean square, inside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-10, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>What the average of squares starts at, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double InitialMeanSquare { get; set; }

    /// <summary>Whether the velocity includes the learning rate, as in TensorFlow and Keras, instead of being multiplied by it.</summary>
    [Hyperparameter(true)]
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
        var scaled = gradient / Math.Sqrt(meanSquare + Epsilon);
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
