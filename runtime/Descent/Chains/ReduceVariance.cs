namespace Descent.Chains;

/// <summary>
/// MARS's correction: the update goes on by a multiple of its change since the step before, and is limited to a norm of 1 for each tensor
/// (Yuan et al., 2024, arXiv:2411.10438, algorithm 2).
/// </summary>
public static class ReduceVariance
{
    /// <summary>c / max(1, ‖c‖), where c = update + gamma · beta1 / (1 − beta1) · (update − previous); the first update as it is.</summary>
    /// <param name="update">The update.</param>
    /// <param name="previous">The update of the step before.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="beta1">Decay of the first moment that follows.</param>
    /// <param name="gamma">How much the change corrects.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        [State] ref double previous,
        [Step] int t,
        [Hyperparameter(0.95, Min = 0, Below = 1)] double beta1,
        [Hyperparameter(0.025, Min = 0)] double gamma)
    {
        var corrected = t == 1 ? update : update + gamma * (beta1 / (1 - beta1)) * (update - previous);
        previous = update;

        var norm = Math.Sqrt(Reduce.Sum(corrected * corrected));
        return t == 1 ? corrected : corrected / Math.Max(norm, 1);
    }
}
