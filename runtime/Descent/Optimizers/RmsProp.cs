namespace Descent;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012): steps scaled for each weight by the root of a moving average of its squared gradients.
/// </summary>
/// <remarks>
/// ε is added outside the square root, as in PyTorch; <see cref="RmsPropEpsilonInside"/> adds it inside, as Keras and optax do.
/// Neither momentum nor centring.
/// </remarks>
[Optimizer]
public sealed partial class RmsProp
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average of squares, ρ, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double meanSquare)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        meanSquare = Decay * meanSquare + (1 - Decay) * gradient * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(meanSquare) + Epsilon);
    }
}
