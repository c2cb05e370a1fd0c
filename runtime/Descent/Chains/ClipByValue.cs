namespace Descent.Chains;

/// <summary>Limits each value to [−limit, limit].</summary>
public static class ClipByValue
{
    /// <summary>The update, limited.</summary>
    /// <param name="update">The update.</param>
    /// <param name="limit">The largest magnitude.</param>
    /// <returns>The new update; NaN stays NaN.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1.0, Above = 0)] double limit) => Math.Clamp(update, -limit, limit);
}
