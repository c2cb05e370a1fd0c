namespace Descent.Chains;

/// <summary>
/// Scales the updates of all parameters down to one p-norm, (Σ |u|ᵖ)^(1/p), as PyTorch's <c>clip_grad_norm_</c> does with a <c>norm_type</c>;
/// nothing is added to the norm. For p = 2 <see cref="ClipByGlobalNorm"/> takes one pass less, for p = ∞ there is
/// <see cref="ClipByGlobalMaximum"/>.
/// </summary>
public static class ClipByGlobalPNorm
{
    /// <summary>The update, scaled by min(1, maximumGlobalNorm / norm of all updates).</summary>
    /// <param name="update">The update.</param>
    /// <param name="maximumGlobalNorm">The largest norm of all updates together.</param>
    /// <param name="normOrder">The order p of the norm, at least 1.</param>
    /// <returns>The new update.</returns>
    /// <remarks>The powers are of ratios to the largest magnitude, so that they do not overflow.</remarks>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1.0, Above = 0)] double maximumGlobalNorm, [Hyperparameter(2.0, Min = 1)] double normOrder)
    {
        var largest = Reduce.Max(Math.Abs(update), Per.Optimizer);
        var ratio = largest > 0 ? Math.Abs(update) / largest : 0;
        var root = Math.Pow(Reduce.Sum(Math.Pow(ratio, normOrder), Per.Optimizer), 1 / normOrder);
        var factor = largest * root > maximumGlobalNorm ? maximumGlobalNorm / largest / root : 1;
        return factor * update;
    }
}
