namespace Descent.Chains;

/// <summary>
/// Adaptive gradient clipping: limits the norm of the update of each row of a matrix, the weights of one output, to a fraction of the norm of the row's
/// weights (Brock et al., 2021, arXiv:2102.06171).
/// </summary>
public static class ClipRowsAdaptively
{
    /// <summary>The update, scaled where the norm of its row is more than clipFactor times that of the row's weights.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="clipFactor">The largest ratio of the two norms.</param>
    /// <param name="minimumWeightNorm">The norm that the weights are taken to have at least.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update, double weight, [Hyperparameter(0.01, Above = 0)] double clipFactor, [Hyperparameter(1e-3, Above = 0)] double minimumWeightNorm)
    {
        var limit = clipFactor * Math.Max(Math.Sqrt(Reduce.Sum(weight * weight, Per.Row)), minimumWeightNorm);
        var norm = Math.Sqrt(Reduce.Sum(update * update, Per.Row));
        var factor = norm > limit ? limit / norm : 1;
        return factor * update;
    }
}
