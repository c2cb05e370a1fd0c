namespace Descent.Chains;

/// <summary>
/// Rectified Adam's direction: Adam's, scaled by how much its denominator can be trusted yet, and the mean alone while that is too little
/// (Liu et al., 2020, arXiv:1908.03265).
/// </summary>
public static class ScaleByRectifiedAdam
{
    /// <summary>r √(1 − β₂ᵗ) m̂ / (√v + ε) from ρ ≥ 5 on, as optax has it; m̂ before.</summary>
    /// <param name="update">The update.</param>
    /// <param name="m">The first moment.</param>
    /// <param name="v">The second moment.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the uncorrected second moment.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t,
        [Hyperparameter(0.9, Min = 0, Below = 1)] double beta1,
        [Hyperparameter(0.999, Min = 0, Below = 1)] double beta2,
        [Hyperparameter(1e-8, Min = 0)] double epsilon)
    {
        m = beta1 * m + (1 - beta1) * update;
        v = beta2 * v + (1 - beta2) * update * update;
        var mHat = m / (1 - Math.Pow(beta1, t));

        var correction2 = 1 - Math.Pow(beta2, t);
        var rhoLimit = 2 / (1 - beta2) - 1;
        var rho = rhoLimit - 2 * t * Math.Pow(beta2, t) / correction2;
        if (rho < 5)
        {
            return mHat;
        }

        var rectification = Math.Sqrt((rho - 4) * (rho - 2) * rhoLimit / ((rhoLimit - 4) * (rhoLimit - 2) * rho));
        return rectification * Math.Sqrt(correction2) * mHat / (Math.Sqrt(v) + epsilon);
    }
}
