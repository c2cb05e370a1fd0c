namespace Descent;

/// <summary>Numbers about one parameter at the last step with <see cref="OptimizerOptions.CollectStatistics"/>.</summary>
/// <param name="StepCount">The number of that step.</param>
/// <param name="WeightNorm">The Euclidean norm of the weights after the step.</param>
/// <param name="GradientNorm">The Euclidean norm of the gradients that the rule was given.</param>
/// <param name="UpdateNorm">The Euclidean norm of what the step added to the weights.</param>
/// <param name="LargestGradient">The largest magnitude among the gradients; NaN if one is NaN.</param>
/// <param name="BadGradients">How many gradients are infinite or not a number.</param>
public readonly record struct ParameterStatistics(
    int StepCount, double WeightNorm, double GradientNorm, double UpdateNorm, double LargestGradient, long BadGradients)
{
    /// <summary>The size of the update relative to the weights; about 1e-3 is usual for a well-chosen learning rate.</summary>
    public double UpdateToWeightRatio => UpdateNorm / WeightNorm;
}
