using System.Text.Json.Serialization;

namespace Descent;

/// <summary>Numbers about one parameter at the last step with <see cref="OptimizerOptions.CollectStatistics"/>.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
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
    public long NonFiniteGradients { get; init; }

    /// <summary>
    /// How many weights the step moved by so little that 16 bits, rounded to the nearest, are what they were before (<see cref="WeightPrecision.Nearest"/>). Where it
    /// is most of them, the learning rate has vanished in the storage: another <see cref="StorageOptions.Weights"/> keeps what is lost.
    /// </summary>
    public long LostUpdates { get; init; }

    /// <summary>The size of the update relative to the weights; about 1e-3 is usual for a well-chosen learning rate.</summary>
    public double UpdateToWeightRatio => UpdateNorm / WeightNorm;

    /// <summary>One line with all norms, as in <c>step 12: weights 5, gradients 0.4 (maximum 0.1), update 0.005 (0.001 of the weights)</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"step {StepCount}: weights {WeightNorm:G4}, gradients {GradientNorm:G4} (maximum {MaximumGradient:G4}), update {UpdateNorm:G4} ({UpdateToWeightRatio:G2} of the weights){(NonFiniteGradients > 0 ? FormattableString.Invariant($"; {NonFiniteGradients} gradients are not finite") : "")}{(LostUpdates > 0 ? FormattableString.Invariant($"; {LostUpdates} updates are lost in storage") : "")}");
}
