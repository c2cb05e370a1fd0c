namespace Descent.Chains;

/// <summary>
/// Normalizes the update of each row of a matrix to one root mean square: row-normalized descent, with which the rows of a layer learn at one pace
/// (Glentis et al., 2025, arXiv:2506.16659).
/// </summary>
public static class NormalizeRows
{
    /// <summary>update · √columns / (‖row of the update‖ + normEpsilon).</summary>
    /// <param name="update">The update.</param>
    /// <param name="normEpsilon">Added to the norm.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1e-8, Above = 0)] double normEpsilon)
        => update * (Math.Sqrt(Reduce.Columns) / (Math.Sqrt(Reduce.Sum(update * update, Per.Row)) + normEpsilon));
}
