namespace Descent;

/// <summary>
/// Optimistic gradient descent (Daskalakis et al., 2018, arXiv:1711.00141; Mokhtari et al., 2020, arXiv:1901.08511): each step adds the
/// change since the last gradient, as a guess of the next, so that games of two players do not circle.
/// </summary>
/// <remarks>
/// w ← w − η ((α + β) g − β g′), where g′ is the gradient before. Before the first there is none and g takes its place, as in optax. β = 0
/// is <see cref="Sgd"/>.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class OptimisticSgd
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the gradient, α, at least 0.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double Alpha { get; set; }

    /// <summary>Weight of its change, β, at least 0.</summary>
    [Hyperparameter(1, Min = 0)]
    public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double previousGradient, [Step] int t)
    {
        var change = t == 1 ? 0 : gradient - previousGradient;
        previousGradient = gradient;
        weight -= LearningRate * (Alpha * gradient + Beta * change);
    }
}
