namespace Descent.Chains;

/// <summary>Puts 0 in the place of values that are infinite or not a number, so that they do not reach a state.</summary>
public static class ZeroNonFinite
{
    /// <summary>The update where it is finite, else 0.</summary>
    /// <param name="update">The update.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update) => double.IsFinite(update) ? update : 0;
}
