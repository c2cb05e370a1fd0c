namespace Descent.Chains;

/// <summary>Adam's direction: the mean of the updates over the root of the mean of their squares (Kingma and Ba, 2015, arXiv:1412.6980, algorithm 1).</summary>
public static class ScaleByAdam
{
    /// <summary>m̂ / (√v̂ + ε), with both moments corrected for their bias.</summary>
    /// <param name="update">The update.</param>
    /// <param name="m">The first moment.</param>
    /// <param name="v">The second moment.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the denominator, outside the square root.</param>
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
        var vHat = v / (1 - Math.Pow(beta2, t));
        return mHat / (Math.Sqrt(vHat) + epsilon);
    }
}
