namespace Descent;

/// <summary>
/// RMSProp with ε inside the square root, as in Keras, optax and TensorFlow: w ← w − η g / √(mean square + ε).
/// </summary>
/// <remarks>
/// With <see cref="InitialMeanSquare"/> = 1 it is TensorFlow 1's RMSProp, whose first steps are small. <see cref="RmsProp"/> adds ε outside
/// the root. The defaults are Keras's; PyTorch has a learning rate of 1e-2, ρ = 0.99 and ε = 1e-8.
/// </remarks>
[Optimizer]
public sealed partial class RmsPropEpsilonInside
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average of squares, ρ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Added to the mean square, inside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-7, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>What the average of squares starts at, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double InitialMeanSquare { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(InitialMeanSquare))] ref double meanSquare)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        weight -= LearningRate * gradient / Math.Sqrt(meanSquare + Epsilon);
    }
}
