namespace Descent.Chains;

/// <summary>
/// Scales the updates of all parameters down to one Euclidean norm (Pascanu, Mikolov and Bengio, 2013, arXiv:1211.5063). As optax does,
/// and unlike PyTorch's <c>clip_grad_norm_</c>, nothing is added to the norm.
/// </summary>
public static class ClipByGlobalNorm
{
    /// <summary>The update, scaled by min(1, maximumGlobalNorm / norm of all updates).</summary>
    /// <param name="update">The update.</param>
    /// <param name="maximumGlobalNorm">The largest norm of all updates together.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1.0, Above = 0)] double maximumGlobalNorm)
    {
        var globalNorm = Math.Sqrt(Reduce.Sum(update * update, Per.Optimizer));
        var factor = globalNorm > maximumGlobalNorm ? maximumGlobalNorm / globalNorm : 1;
        return factor * update;
    }
}
