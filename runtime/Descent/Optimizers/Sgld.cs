namespace Descent;

/// <summary>
/// Stochastic gradient Langevin dynamics: gradient descent with as much noise as makes the weights samples of the posterior, not its mode
/// (Welling and Teh 2011, "Bayesian learning via stochastic gradient Langevin dynamics", equation 4).
/// </summary>
/// <remarks>
/// The gradient is that of −log p(weights, data), so of the whole sum over the data: N / n times that of a batch of n, and that of the prior.
/// Where a mean over the data is at hand, <see cref="Temperature"/> is 1 / N instead. The step size ε of the paper is
/// <see cref="LearningRate"/>: w ← w − ε/2 · g + √(ε · temperature) · N(0, 1). Others, such as TensorFlow Probability, precondition it; some write
/// w − η · g + √(2 η) · N(0, 1), which is this with ε = 2 η.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Sgld
{
    /// <summary>ε: the square root of it is how far noise goes in a step. The paper lets it fall as a(b + t)^−γ with γ from ½ to 1.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How much noise there is: 1 samples the posterior, 0 is gradient descent.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double Temperature { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [Random(Distribution.Normal)] double noise)
        => weight += Math.Sqrt(LearningRate * Temperature) * noise - 0.5 * LearningRate * gradient;
}
