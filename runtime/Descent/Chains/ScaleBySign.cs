namespace Descent.Chains;

/// <summary>The sign of the update (Bernstein et al., 2018, arXiv:1802.04434).</summary>
public static class ScaleBySign
{
    /// <summary>−1, 0 or 1.</summary>
    /// <param name="update">The update.</param>
    /// <returns>The new update; NaN for NaN.</returns>
    [Transform]
    public static double Apply(double update) => Math.Sign(update);
}
