namespace Descent;

/// <summary>
/// Fromage (Bernstein et al., 2020, arXiv:2002.03432): gradient descent whose step is, for each tensor, a fixed share of the norm of its
/// weights, and which then shrinks the weights so that their norms do not grow.
/// </summary>
/// <remarks>
/// w ← (w − η ‖w‖ / ‖g‖ g) / √(1 + η²). Where either norm is 0 the step is η g, and the weights shrink all the same, as in the authors' code.
/// No momentum, no weight decay, no ε.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Fromage
{
    /// <summary>Length of a step relative to the norm of the weights, η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>
    /// Largest norm of a tensor's weights, relative to their initial norm; 0 for no limit. The authors' <c>p_bound</c>; a tensor that starts
    /// at 0 stays there. To be set before the first step.
    /// </summary>
    [Hyperparameter(0, Min = 0)]
    public partial double NormBound { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Tensor)] ref double initialNorm, [Step] int t)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var gradientNorm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        initialNorm = t == 1 ? weightNorm : initialNorm;
        var ratio = weightNorm > 0 && gradientNorm > 0 ? weightNorm / gradientNorm : 1;

        weight -= LearningRate * ratio * gradient;
        weight /= Math.Sqrt(1 + LearningRate * LearningRate);

        // The division shrinks weights without a gradient too: that is the rule (its algorithm 1).
        if (NormBound > 0)
        {
            var norm = Math.Sqrt(Reduce.Sum(weight * weight));
            weight *= norm > NormBound * initialNorm ? NormBound * initialNorm / norm : 1;
        }
    }
}
