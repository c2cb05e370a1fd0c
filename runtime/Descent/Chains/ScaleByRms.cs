namespace Descent.Chains;

/// <summary>RMSProp's direction: the update over the root of the mean of its squares (Tieleman and Hinton, 2012).</summary>
public static class ScaleByRms
{
    /// <summary>update / (√v + ε), without bias correction.</summary>
    /// <param name="update">The update.</param>
    /// <param name="v">The mean of the squares.</param>
    /// <param name="decay">Its decay.</param>
    /// <param name="epsilon">Added to the denominator, outside the square root.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        [State(Name = "MeanSquare")] ref double v,
        [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.SecondMomentDecay)] double decay,
        [Hyperparameter(1e-8, Min = 0)] double epsilon)
    {
        v = decay * v + (1 - decay) * update * update;
        return update / (Math.Sqrt(v) + epsilon);
    }
}
