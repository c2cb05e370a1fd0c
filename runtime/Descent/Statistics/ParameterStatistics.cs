namespace Descent;

/// <summary>Numbers about one parameter at the last step with <see cref="OptimizerOptions.CollectStatistics"/>.</summary>
public readonly record struct ParameterStatistics
{
    /// <summary>The number of that step.</summary>
    public int StepCount { get; init; }

    /// <summary>The Euclidean norm of the weights after the step.</summary>
    public double WeightNorm { get; init; }

    /// <summary>The Euclidean norm of the gradients that the rule was given.</summary>
    public double GradientNorm { get; init; }

    /// <summary>The Euclidean norm of what the step added to the weights.</summary>
    public double UpdateNorm { get; init; }

    /// <summary>The largest magnitude among the gradients; NaN if one is NaN.</summary>
    public double MaximumGradient { get; init; }

    /// <summary>How many gradients are infinite or not a number.</summary>
    public long BadGradients { get; init; }

    /// <summary>The size of the update relative to the weights; about 1e-3 is usual for a well-chosen learning rate.</summary>
    public double UpdateToWeightRatio => UpdateNorm / WeightNorm;
}
