namespace Descent.Chains;

/// <summary>The plain average of the weights after all steps, at which the model is evaluated (Polyak and Juditsky, 1992).</summary>
public static class AverageAllWeights
{
    /// <summary>average ← average + (weight − average) / t.</summary>
    /// <param name="weight">The weight after the step.</param>
    /// <param name="average">The average.</param>
    /// <param name="t">The number of the step.</param>
    [AfterStep]
    public static void Apply(ref double weight, [State(From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double average, [Step] int t) => average += (weight - average) / t;

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
