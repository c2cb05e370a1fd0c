namespace Descent.Chains;

/// <summary>
/// The cautious mask: what does not agree with the gradient in sign is left out, and the rest scaled up by how many of the tensor's are left
/// (Liang et al., 2024, arXiv:2411.16085).
/// </summary>
public static class MaskCautiously
{
    /// <summary>The update where it has the gradient's sign, over the share of such values (at least <paramref name="minimumShare"/>); else 0.</summary>
    /// <param name="update">The update.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="minimumShare">The share that is divided by at least.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, double gradient, [Hyperparameter(1e-3, Above = 0, Max = 1)] double minimumShare)
    {
        var share = Reduce.Count(update * gradient > 0) / Reduce.Sum(1);
        var kept = update * gradient > 0 ? update : 0;
        return kept / Math.Max(share, minimumShare);
    }
}
