using System.Text.Json.Serialization;

namespace Descent;

/// <summary>What one <see cref="Optimizer.Step"/> or <see cref="Optimizer.BeforeGradient"/> did, counted in parameters (tensors).</summary>
/// <remarks>As JSON it has the name of <see cref="BadParameter"/> in place of the parameter.</remarks>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct StepResult
{
    internal StepResult(int updated, int frozen, int missingGradients)
        => (Updated, Frozen, MissingGradients) = (updated, frozen, missingGradients);

    /// <summary>Parameters whose weights and state were updated.</summary>
    public int Updated { get; init; }

    /// <summary>Parameters left alone because they are frozen.</summary>
    public int Frozen { get; init; }

    /// <summary>Parameters left alone because they have no gradients.</summary>
    public int MissingGradients { get; init; }

    /// <summary>Whether the whole step was left out because of a gradient that is not finite (<see cref="OptimizerOptions.BadGradients"/>).</summary>
    public bool IsSkipped => BadParameterName is not null;

    /// <summary>The first parameter with a gradient that is not finite, if the step was skipped for it.</summary>
    [JsonIgnore]
    public Parameter? BadParameter
    {
        get;
        init
        {
            field = value;
            BadParameterName = value?.Name;
        }
    }

    /// <summary>The name of <see cref="BadParameter"/>, which stays where the result is read from JSON and the parameter is elsewhere.</summary>
    public string? BadParameterName { get; init; }

    /// <summary>The index of that gradient.</summary>
    public long BadIndex { get; init; }

    /// <summary>
    /// The norm of all scaled gradients, before clipping, of the order <see cref="OptimizerOptions.GradientNormOrder"/>; <see langword="null"/> if
    /// nothing asked for it. Infinite if it is greater than the greatest <see cref="double"/>.
    /// </summary>
    public double? GradientNorm { get; init; }

    /// <summary>One line, as in <c>2 updated, 1 frozen; gradient norm 3.2</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
    {
        var counts = $"{Updated} updated{(Frozen > 0 ? $", {Frozen} frozen" : "")}{(MissingGradients > 0 ? $", {MissingGradients} without gradients" : "")}";
        var norm = GradientNorm is { } value ? FormattableString.Invariant($"; gradient norm {value:G4}") : "";
        return BadParameterName is { } bad ? $"skipped: gradient {BadIndex} of '{bad}' is not finite{norm}" : counts + norm;
    }
}
