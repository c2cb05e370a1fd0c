namespace Descent.Chains;

/// <summary>Momentum as an exponential moving average of the updates, as optax's <c>ema</c> and Lion have it, without bias correction.</summary>
public static class AverageMomentum
{
    /// <summary>momentum · average + (1 − momentum) · update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="average">The average so far.</param>
    /// <param name="momentum">Its decay.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [State] ref double average, [Hyperparameter(0.9, Min = 0, Below = 1)] double momentum)
    {
        average = momentum * average + (1 - momentum) * update;
        return average;
    }
}
