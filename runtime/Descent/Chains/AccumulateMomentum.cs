namespace Descent.Chains;

/// <summary>Heavy-ball momentum: a decaying sum of the updates (Polyak, 1964), as PyTorch and optax's <c>trace</c> have it.</summary>
public static class AccumulateMomentum
{
    /// <summary>momentum · buffer + update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="buffer">The sum so far.</param>
    /// <param name="momentum">Its decay.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [State] ref double buffer, [Hyperparameter(0.9, Min = 0, Below = 1)] double momentum)
    {
        buffer = momentum * buffer + update;
        return buffer;
    }
}
