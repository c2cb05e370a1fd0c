namespace Descent;

/// <summary>
/// Nesterov's accelerated gradient as the lectures write it (Nesterov, 1983; Sutskever et al., 2013): the gradient is evaluated where the
/// velocity alone would carry the weights, w + μ v; then v ← μ v − η g and w ← w + v.
/// </summary>
/// <remarks>
/// Call <see cref="Optimizer.BeforeGradient"/> before every evaluation of the gradients: it moves the weights to the look-ahead point. <see
/// cref="NesterovRewritten"/> needs no such call. PyTorch's momentum is 0 and its learning rate 1e-3 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NesterovLookAhead
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    [BeforeGradient]
    private void LookAhead(ref double weight, [State] double velocity) => weight += Momentum * velocity;

    /// <summary>The weights stand at w + μ v already, so that w + v with the new velocity is that point − η g.</summary>
    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity - LearningRate * gradient;
        weight -= LearningRate * gradient;
    }
}
