namespace Descent.Chains;

/// <summary>
/// Adds a multiple of the weight. Before the scaling by moments this is L2 regularization; after it, decoupled weight decay as in AdamW
/// (Loshchilov and Hutter, 2019, arXiv:1711.05101), multiplied by what follows, such as the learning rate.
/// </summary>
public static class AddDecayedWeights
{
    /// <summary>update + weightDecay · weight.</summary>
    /// <param name="update">The update.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="weightDecay">The factor.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, double weight, [Hyperparameter(0.01, Min = 0)] double weightDecay) => update + weightDecay * weight;
}
