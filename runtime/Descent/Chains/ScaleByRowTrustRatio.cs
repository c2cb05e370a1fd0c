namespace Descent.Chains;

/// <summary>
/// Scales the update of each row of a matrix, the weights of one output, to the norm of the row's weights: LARS and LAMB by rows (You et al., 2017, 2020,
/// arXiv:1904.00962). <see cref="ScaleByTrustRatio"/> has the norms of whole tensors.
/// </summary>
public static class ScaleByRowTrustRatio
{
    /// <summary>‖weights of the row‖ / ‖update of the row‖ · update; the update itself where a norm is 0.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="trustCoefficient">Multiplies the ratio.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, double weight, [Hyperparameter(1.0, Above = 0)] double trustCoefficient)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight, Per.Row));
        var updateNorm = Math.Sqrt(Reduce.Sum(update * update, Per.Row));
        var trust = weightNorm > 0 && updateNorm > 0 ? trustCoefficient * weightNorm / updateNorm : 1;
        return trust * update;
    }
}
