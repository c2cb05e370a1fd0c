namespace Descent.Chains;

/// <summary>
/// Scales the updates of all parameters down by one factor, so that no magnitude is above a limit: PyTorch's <c>clip_grad_norm_</c> with an
/// infinite <c>norm_type</c>. Unlike <see cref="ClipByValue"/> it keeps the direction.
/// </summary>
public static class ClipByGlobalMaximum
{
    /// <summary>The update, scaled by min(1, maximumMagnitude / largest magnitude of all updates).</summary>
    /// <param name="update">The update.</param>
    /// <param name="maximumMagnitude">The largest magnitude.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1.0, Above = 0)] double maximumMagnitude)
    {
        var largest = Reduce.Max(Math.Abs(update), Per.Optimizer);
        var factor = largest > maximumMagnitude ? maximumMagnitude / largest : 1;
        return factor * update;
    }
}
