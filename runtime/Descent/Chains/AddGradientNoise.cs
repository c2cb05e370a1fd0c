namespace Descent.Chains;

/// <summary>
/// Adds normal noise whose variance falls with the steps (Neelakantan et al. 2015, "Adding gradient noise improves learning for very deep
/// networks", arXiv:1511.06807, equation 1): the paper has it first in the chain, at the gradients.
/// </summary>
public static class AddGradientNoise
{
    /// <summary>The update with noise of variance η / tᵞ, where t is 1 in the first step: the paper's 1 + t, as optax has it.</summary>
    /// <param name="update">The update.</param>
    /// <param name="noise">The noise, of variance 1.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="noiseVariance">η, the variance in the first step, at least 0; the paper tries 0.01, 0.3 and 1.</param>
    /// <param name="noiseDecay">γ, how fast it falls, at least 0; 0.55 in the paper.</param>
    /// <returns>The new update.</returns>
    [Transform]
    public static double Apply(
        double update,
        [Random(Distribution.Normal)] double noise,
        [Step] int t,
        [Hyperparameter(0.01, Min = 0)] double noiseVariance,
        [Hyperparameter(0.55, Min = 0)] double noiseDecay)
        => update + Math.Sqrt(noiseVariance / Math.Pow(t, noiseDecay)) * noise;
}
