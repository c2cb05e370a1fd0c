namespace Descent;

/// <summary>
/// Momentum whose velocity accumulates gradients (Polyak, 1964): v ← μ v + g, then w ← w − η v.
/// </summary>
/// <remarks>
/// The convention of PyTorch and optax: a new learning rate acts on the whole velocity at once. With a constant learning rate and no
/// dampening it takes the same steps as <see cref="VelocityMomentum"/>. The first velocity is the first gradient, undampened, as in PyTorch,
/// whose defaults are a momentum of 0 and a learning rate of 1e-3; <see cref="SgdPyTorch"/> has its other options.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class HeavyBallMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>How much of each gradient after the first is left out of the velocity, τ, in [0, 1].</summary>
    [Hyperparameter(0, Min = 0, Max = 1)]
    public partial double Dampening { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity, [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        velocity = t == 1 ? gradient : Momentum * velocity + (1 - Dampening) * gradient;
        weight -= LearningRate * velocity;
    }
}
