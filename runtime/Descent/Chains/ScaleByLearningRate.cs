namespace Descent.Chains;

/// <summary>Multiplies by the learning rate; usually the last transform of a chain.</summary>
public static class ScaleByLearningRate
{
    /// <summary>learningRate · update.</summary>
    /// <param name="update">The update.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(double update, [Hyperparameter(1e-3, Min = 0)] double learningRate) => learningRate * update;
}
