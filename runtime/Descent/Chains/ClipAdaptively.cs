namespace Descent.Chains;

/// <summary>
/// Adaptive gradient clipping: limits the norm of a tensor's update to a fraction of the norm of its weights (Brock et al., 2021,
/// arXiv:2102.06171). The norms are those of whole tensors; the paper
/// takes those of the rows of a matrix, as <see cref="ClipRowsAdaptively"/> does.
/// </summary>
public static class ClipAdaptively
{
    /// <summary>The update, scaled where its norm is more than clipFactor times that of the weights.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="clipFactor">The largest ratio of the two norms.</param>
    /// <param name="minimumWeightNorm">The norm that the weights are taken to have at least.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update, double weight, [Hyperparameter(0.01, Above = 0)] double clipFactor, [Hyperparameter(1e-3, Above = 0)] double minimumWeightNorm)
    {
        var limit = clipFactor * Math.Max(Math.Sqrt(Reduce.Sum(weight * weight)), minimumWeightNorm);
        var norm = Math.Sqrt(Reduce.Sum(update * update));
        var factor = norm > limit ? limit / norm : 1;
        return factor * update;
    }
}
