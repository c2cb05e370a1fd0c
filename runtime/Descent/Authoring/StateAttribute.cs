namespace Descent;

/// <summary>
/// Marks a parameter of an <see cref="UpdateAttribute"/> method as state: one value per weight, or per tensor, kept between steps, zero at
/// first.
/// </summary>
/// <remarks>
/// A <see langword="ref"/> parameter is read and written; a by-value parameter is read only, such as the initial weights
/// (<c>[State(From = nameof(weight))] double initialWeight</c>).
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : Attribute
{
    /// <summary>What one value of the state belongs to: a weight, unless said.</summary>
    public Scope Scope { get; set; }

    /// <summary>The value the state starts with. Zero unless said.</summary>
    public double Initial { get; set; }

    /// <summary>
    /// The name of what the state starts with: the weight parameter of the method (each weight's value when its state is created), or a
    /// <see cref="double"/> hyperparameter (its value at that moment). Excludes <see cref="Initial"/>.
    /// </summary>
    public string? From { get; set; }
}
