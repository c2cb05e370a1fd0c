namespace Descent;

/// <summary>
/// Marks a parameter of an <see cref="UpdateAttribute"/> method as state: one value per weight, or of what <see cref="Per"/> says, kept between steps, zero at
/// first. Of a method with <see cref="MatrixOperationAttribute"/> it marks a parameter that takes such a state.
/// </summary>
/// <remarks>
/// A <see langword="ref"/> parameter is read and written; a by-value parameter is read only, such as the initial weights
/// (<c>[State(From = nameof(weight))] double initialWeight</c>).
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : Attribute
{
    /// <summary>
    /// The name of the state for users: the property <c>state.SecondMoment</c>, the name in the schema. A C# identifier. Unless said, the
    /// parameter's name in Pascal case. Parameters of two methods with the same name, chosen or their own, are one state, which one of them may name.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// The name that the state had in an earlier version of the rule, or several with commas between, latest first: checkpoints of those versions are loaded as this
    /// state. C# identifiers.
    /// </summary>
    public string? Was { get; set; }

    /// <summary>What one value of the state belongs to: a weight, unless said.</summary>
    public Per Per { get; set; }

    /// <summary>
    /// How many values the state is for each weight, or for its tensor, from 1 to 16: the parameter is then a
    /// <see cref="Span{T}"/> of <see cref="double"/>, as <c>[State(Count = 3)] Span&lt;double&gt; velocities</c>, and its elements are
    /// read and written under indices that are known when the rule is compiled or in the step, as <c>h[t % h.Length]</c>. Each element is a state of its own:
    /// <c>state.Velocities0</c>, <c>state.Velocities1</c> …
    /// </summary>
    public int Count { get; set; }

    /// <summary>The value the state starts with. Zero unless said.</summary>
    public double Initial { get; set; }

    /// <summary>
    /// The name of what the state starts with: the weight parameter of the method (each weight's value when its state is created), or a
    /// <see cref="double"/> hyperparameter (its value at that moment). Excludes <see cref="Initial"/>.
    /// </summary>
    public string? From { get; set; }

    /// <summary>
    /// How narrow users may keep a state of each weight between steps (<see cref="StorageOptions"/>): in any storage unless said. What is asked for all states
    /// leaves one native that does not allow it; asking for it by name is refused.
    /// </summary>
    public AllowedStorage Storage { get; set; }
}
