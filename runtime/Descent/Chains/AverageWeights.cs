namespace Descent.Chains;

/// <summary>An exponential moving average of the weights, at which the model is evaluated (Polyak and Juditsky, 1992; decay as usual in deep learning).</summary>
public static class AverageWeights
{
    /// <summary>average ← averageDecay · average + (1 − averageDecay) · weight.</summary>
    /// <param name="weight">The weight after the step.</param>
    /// <param name="average">The average, which starts at the initial weight.</param>
    /// <param name="averageDecay">How much of the average stays at a step.</param>
    [AfterStep]
    public static void Apply(ref double weight, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average, [Hyperparameter(0.999, Min = 0, Below = 1)] double averageDecay)
        => average = averageDecay * average + (1 - averageDecay) * weight;

    /// <summary>Puts the average in the weight's place, and keeps the weight in the average's.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="average">The average.</param>
    [ToEvaluation]
    public static void ToEvaluation(ref double weight, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average)
    {
        var trained = weight;
        weight = average;
        average = trained;
    }

    /// <summary>Puts both back.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="average">The average.</param>
    [ToTraining]
    public static void ToTraining(ref double weight, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average)
    {
        var averaged = weight;
        weight = average;
        average = averaged;
    }
}
