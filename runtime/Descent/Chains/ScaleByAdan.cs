namespace Descent.Chains;

/// <summary>
/// Adan's direction: Adam with Nesterov momentum, written as a moving average of the updates' differences (Xie et al., 2022,
/// arXiv:2208.06677).
/// </summary>
public static class ScaleByAdan
{
    /// <summary>(m̂ + β₂ d̂) / (√v̂ + ε), with all three averages corrected for their bias; the first difference is 0.</summary>
    /// <param name="update">The update.</param>
    /// <param name="m">The average of the updates.</param>
    /// <param name="difference">The average of their differences, d.</param>
    /// <param name="v">The average of the squares of the updates ahead, update + β₂ · difference.</param>
    /// <param name="previousUpdate">The update of the step before.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="beta1">Decay of the average of the updates.</param>
    /// <param name="beta2">Decay of the average of their differences.</param>
    /// <param name="beta3">Decay of the average of the squares.</param>
    /// <param name="epsilon">Added to the denominator, outside the square root.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        [State(Name = "FirstMoment")] ref double m,
        [State] ref double difference,
        [State(Name = "SecondMoment")] ref double v,
        [State] ref double previousUpdate,
        [Step] int t,
        [Hyperparameter(0.98, Min = 0, Below = 1)] double beta1,
        [Hyperparameter(0.92, Min = 0, Below = 1, Role = HyperparameterRole.None)] double beta2,
        [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)] double beta3,
        [Hyperparameter(1e-8, Min = 0)] double epsilon)
    {
        var change = t == 1 ? 0 : update - previousUpdate;
        var ahead = update + beta2 * change;
        m = beta1 * m + (1 - beta1) * update;
        difference = beta2 * difference + (1 - beta2) * change;
        v = beta3 * v + (1 - beta3) * ahead * ahead;
        previousUpdate = update;

        var mHat = m / (1 - Math.Pow(beta1, t));
        var differenceHat = difference / (1 - Math.Pow(beta2, t));
        var vHat = v / (1 - Math.Pow(beta3, t));
        return (mHat + beta2 * differenceHat) / (Math.Sqrt(vHat) + epsilon);
    }
}
