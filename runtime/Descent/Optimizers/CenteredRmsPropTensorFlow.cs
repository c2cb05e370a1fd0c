namespace Descent;

/// <summary>
/// RMSProp with momentum, scaled by the standard deviation of the gradients (Graves, 2013, arXiv:1308.0850), as TensorFlow 1 has it: ε
/// inside the square root, the learning rate inside the velocity, and an average of squares that starts at 1.
/// </summary>
/// <remarks>
/// With an <see cref="InitialMeanSquare"/> of 0 it is Graves's own rule and Keras's <c>centered=True</c>. <see
/// cref="CenteredRmsPropWithMomentum"/> follows PyTorch. PyTorch has ρ = 0.99, ε = 1e-8 and a momentum of 0.
/// </remarks>
[Optimizer]
public sealed partial class CenteredRmsPropTensorFlow
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in both averages, ρ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Added to the variance, inside the square root, ε, at least 0.</summary>
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
        var scaled = gradient / Math.Sqrt(variance + Epsilon);
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
