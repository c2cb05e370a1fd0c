namespace Descent;

/// <summary>
/// Momentum whose velocity includes the learning rate (Sutskever et al., 2013; CS231n): v ← μ v − η g, then w ← w + v.
/// </summary>
/// <remarks>
/// The convention of the lectures and of Keras: steps already in the velocity keep the learning rate they were taken with. With a constant
/// learning rate it takes the same steps as <see cref="HeavyBallMomentum"/>. PyTorch's momentum is 0 and its learning rate 1e-3 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class VelocityMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity - LearningRate * gradient;
        weight += velocity;
    }
}
