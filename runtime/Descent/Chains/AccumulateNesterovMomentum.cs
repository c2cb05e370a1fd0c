namespace Descent.Chains;

/// <summary>Nesterov's momentum in the form that takes gradients where the weights are (Sutskever et al., 2013), as PyTorch's <c>nesterov</c>.</summary>
public static class AccumulateNesterovMomentum
{
    /// <summary>update + momentum · buffer, with the buffer already moved on.</summary>
    /// <param name="update">The update.</param>
    /// <param name="buffer">The decaying sum of the updates.</param>
    /// <param name="momentum">Its decay.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [State] ref double buffer, [Hyperparameter(0.9, Min = 0, Below = 1)] double momentum)
    {
        buffer = momentum * buffer + update;
        return update + momentum * buffer;
    }
}
