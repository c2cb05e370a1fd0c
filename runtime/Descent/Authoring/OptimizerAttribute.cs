namespace Descent;

/// <summary>
/// Marks a <see langword="partial"/> class as an optimizer rule. The compiler reads its <see cref="UpdateAttribute"/> method,
/// the mathematics of one step for one weight, and completes the class: a fused vector loop, typed state, validated
/// hyperparameters and the members of <see cref="Optimizer"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class OptimizerAttribute : Attribute
{
    /// <summary>How freely the compiler may rewrite the arithmetic of the loop; not at all unless said.</summary>
    public FloatMath Math { get; set; }

    /// <summary>Where the rule runs besides the processor; nowhere unless said.</summary>
    public ComputeTargets Targets { get; set; }
}
