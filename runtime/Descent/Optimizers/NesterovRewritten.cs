namespace Descent;

/// <summary>
/// Nesterov's accelerated gradient, rewritten for the gradient at the present weights (Bengio et al., 2012, arXiv:1212.0901; CS231n):
/// v ← μ v − η g, then w ← w + μ v − η g with the new velocity.
/// </summary>
/// <remarks>
/// The weights are the look-ahead point of <see cref="NesterovLookAhead"/>. The velocity includes the learning rate; with a constant
/// learning rate the steps are those of PyTorch's <c>nesterov=True</c>. PyTorch's momentum is 0 and its learning rate 1e-3 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NesterovRewritten
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        velocity = Momentum * velocity - LearningRate * gradient;
        weight += Momentum * velocity - LearningRate * gradient;
    }
}
