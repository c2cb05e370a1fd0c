namespace Descent.Chains;

/// <summary>Scales the update of each tensor to the norm of its weights: the layer-wise part of LARS and LAMB (You et al., 2017, 2020, arXiv:1904.00962).</summary>
public static class ScaleByTrustRatio
{
    /// <summary>‖weights‖ / ‖update‖ · update; the update itself where a norm is 0.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="trustCoefficient">Multiplies the ratio.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, double weight, [Hyperparameter(1.0, Above = 0)] double trustCoefficient)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var updateNorm = Math.Sqrt(Reduce.Sum(update * update));
        var trust = weightNorm > 0 && updateNorm > 0 ? trustCoefficient * weightNorm / updateNorm : 1;
        return trust * update;
    }
}
