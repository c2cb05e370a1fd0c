namespace Descent.Engine;

/// <summary>What a step does beside the rule, chunk by chunk, while the chunk is in the cache.</summary>
/// <param name="GradientFactor">Multiplies the gradients that the rule is given; negative for an optimizer that maximizes.</param>
/// <param name="CollectsStatistics">Whether statistics are computed.</param>
/// <param name="ZeroesGradients">Whether gradients are zeroed after use.</param>
/// <param name="OfStep">Where <see cref="DeviceConditions"/> lie on the device that computes the factor; 0 if it is known here.</param>
internal readonly record struct Neighbours(double GradientFactor, bool CollectsStatistics, bool ZeroesGradients, ulong OfStep = 0)
{
    /// <summary>Nothing beside the rule.</summary>
    public static readonly Neighbours None = new(1, false, false);

    /// <summary>The same for an optimizer that maximizes.</summary>
    public Neighbours Negated => this with { GradientFactor = -GradientFactor };

    /// <summary>Whether there is nothing to do beside the rule.</summary>
    public bool AreNone => GradientFactor == 1 && !CollectsStatistics && !ZeroesGradients;
}
