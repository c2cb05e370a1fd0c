namespace Descent.Chains;

/// <summary>Scales the update of each tensor down to a Euclidean norm (Pascanu, Mikolov and Bengio, 2013, arXiv:1211.5063).</summary>
public static class ClipByNorm
{
    /// <summary>The update, scaled by min(1, maximumNorm / norm).</summary>
    /// <param name="update">The update.</param>
    /// <param name="maximumNorm">The largest norm of a tensor's update.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1.0, Above = 0)] double maximumNorm)
    {
        var norm = Math.Sqrt(Reduce.Sum(update * update));
        var factor = norm > maximumNorm ? maximumNorm / norm : 1;
        return factor * update;
    }
}
