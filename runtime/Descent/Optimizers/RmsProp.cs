namespace Descent;

/// <summary>
/// RMSProp (Tieleman and Hinton, 2012): steps scaled for each weight by the root of a moving average of its squared gradients.
/// </summary>
/// <remarks>
/// PyTorch's, with its defaults. Keras's and optax's add ε inside the root (<see cref="EpsilonPlacement"/>): w ← w − η g / √(mean square + ε); Keras
/// has η = 1e-3, ρ = 0.9 and ε = 1e-7. With an <see cref="InitialMeanSquare"/> of 1 it is TensorFlow 1's, whose first steps are small. Neither
/// momentum nor centring.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class RmsProp
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average of squares, ρ, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)]
    public partial double Decay { get; set; }

    /// <summary>Keeps the denominator from 0, ε, at least 0; see <see cref="EpsilonPlacement"/>.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Where ε is added; outside the root unless set.</summary>
    [Hyperparameter(EpsilonPlacement.OutsideRoot)]
    public partial EpsilonPlacement EpsilonPlacement { get; set; }

    /// <summary>What the average of squares starts at, at least 0; 1 in TensorFlow 1. Read when a parameter is added.</summary>
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
        var root = EpsilonPlacement == EpsilonPlacement.InsideRoot ? Math.Sqrt(meanSquare + Epsilon) : Math.Sqrt(meanSquare) + Epsilon;
        weight -= LearningRate * gradient / root;
    }
}
