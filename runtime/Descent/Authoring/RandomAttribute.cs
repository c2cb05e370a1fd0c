namespace Descent;

/// <summary>
/// Marks a by-value <see cref="double"/> parameter of an <see cref="UpdateAttribute"/> or a <see cref="BeforeGradientAttribute"/> method, or of a part of a chain, as
/// chance: another value for each weight at each step, in both methods the same under one name.
/// </summary>
/// <remarks>
/// It is drawn from a counter (Salmon, Moraes, Dror and Shaw 2011, Philox4x32-10), not from a sequence: the value follows from
/// <see cref="OptimizerOptions.Seed"/>, the parameter's name and own step number, the weight's place in the tensor, and which of the rule's
/// random parameters it is. So it is the same for every number of threads, every width of vectors, and after a training was resumed.
/// <c>docs/chance.md</c> has the layout.
/// </remarks>
/// <param name="distribution">How the values are distributed.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RandomAttribute(Distribution distribution = Distribution.Uniform) : Attribute
{
    /// <summary>How the values are distributed.</summary>
    public Distribution Distribution => distribution;
}
