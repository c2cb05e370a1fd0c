namespace Descent.Chains;

/// <summary>Lookahead: every few steps the weights go back part of the way to where they were the last time (Zhang et al., 2019, arXiv:1907.08610).</summary>
public static class Lookahead
{
    /// <summary>Every interval-th step, slow ← slow + pull · (weight − slow) and weight ← slow.</summary>
    /// <param name="weight">The weight after the step.</param>
    /// <param name="slow">The slow weight.</param>
    /// <param name="t">The number of the step.</param>
    /// <param name="interval">How many steps lie between two synchronizations; k in the paper.</param>
    /// <param name="pull">How far the slow weight goes towards the fast one; α in the paper.</param>
    [AfterStep]
    public static void Apply(
        ref double weight,
        [State(Name = "SlowWeight", From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double slow,
        [Step] int t,
        [Hyperparameter(6, Min = 1)] int interval,
        [Hyperparameter(0.5, Above = 0, Max = 1)] double pull)
    {
        if (t % interval == 0)
        {
            slow += pull * (weight - slow);
            weight = slow;
        }
    }
}
