using System.Text.Json.Serialization;

namespace Descent;

/// <summary>What one <see cref="Optimizer.Step"/> or <see cref="Optimizer.BeforeGradient"/> did, counted in parameters (tensors).</summary>
/// <remarks>As JSON it has the name of <see cref="NonFiniteParameter"/> in place of the parameter.</remarks>
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

    /// <summary>Whether the whole step was left out because of a gradient that is not finite (<see cref="OptimizerOptions.NonFiniteGradients"/>).</summary>
    public bool IsSkipped => NonFiniteParameterName is not null;

    /// <summary>The first parameter with a gradient that is not finite, if the step was skipped for it.</summary>
    [JsonIgnore]
    public Parameter? NonFiniteParameter
    {
        get;
        init
        {
            field = value;
            NonFiniteParameterName = value?.Name;
        }
    }

    /// <summary>The name of <see cref="NonFiniteParameter"/>, which stays where the result is read from JSON and the parameter is elsewhere.</summary>
    public string? NonFiniteParameterName { get; init; }

    /// <summary>The index of that gradient among those that are bound, of some rows or of all; on several ranks, in the whole tensor.</summary>
    public long NonFiniteIndex { get; init; }

    /// <summary>
    /// The norm of all scaled gradients, before clipping, of the order <see cref="OptimizerOptions.GradientNormOrder"/>; <see langword="null"/> if
    /// nothing asked for it. Infinite if it is greater than the greatest <see cref="double"/>.
    /// </summary>
    public double? GradientNorm
    {
        get => Pending?.Read(PendingNumber) ?? field;
        init;
    }

    /// <summary>The norms of which one is <see cref="GradientNorm"/>, where a device computes it and it is not here yet.</summary>
    internal IPendingNorm? Pending { get; init; }

    /// <summary>The number of that one.</summary>
    internal long PendingNumber { get; init; }

    /// <summary>The same, with all numbers here.</summary>
    internal StepResult Known() => Pending is null ? this : this with { GradientNorm = GradientNorm, Pending = null, PendingNumber = 0 };

    /// <summary>One line, as in <c>2 updated, 1 frozen; gradient norm 3.2</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
    {
        var counts = $"{Updated} updated{(Frozen > 0 ? $", {Frozen} frozen" : "")}{(MissingGradients > 0 ? $", {MissingGradients} without gradients" : "")}";
        var norm = GradientNorm is { } value ? FormattableString.Invariant($"; gradient norm {value:G4}") : "";
        return NonFiniteParameterName is { } bad ? $"skipped: gradient {NonFiniteIndex} of '{bad}' is not finite{norm}" : counts + norm;
    }
}
