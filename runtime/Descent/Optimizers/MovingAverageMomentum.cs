namespace Descent;

/// <summary>
/// Momentum as an exponentially weighted average of the gradients: v ← β v + (1 − β) g, then w ← w − η v.
/// </summary>
/// <remarks>
/// The convention of Andrew Ng's lectures, without bias correction: the velocity has the size of a gradient, so its steps are (1 − β) times
/// those of <see cref="HeavyBallMomentum"/> at the same learning rate. PyTorch's momentum is 0 and its learning rate 1e-3 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class MovingAverageMomentum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average, β, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Beta * velocity + (1 - Beta) * gradient;
        weight -= LearningRate * velocity;
    }
}
