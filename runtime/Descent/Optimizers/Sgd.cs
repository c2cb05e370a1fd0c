namespace Descent;

/// <summary>
/// Stochastic gradient descent (Robbins and Monro, 1951): w ← w − η g.
/// </summary>
/// <remarks>
/// No momentum, and no memory for one; see <see cref="HeavyBallMomentum"/>, and <see cref="SgdPyTorch"/> for all that PyTorch's SGD does,
/// whose default learning rate is 1e-3.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Sgd
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        weight -= LearningRate * gradient;
    }
}
