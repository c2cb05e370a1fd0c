namespace Descent;

/// <summary>
/// Marks the one method of an <see cref="OptimizerAttribute"/> class that is the rule: one step for one weight, in <see cref="double"/>.
/// </summary>
/// <remarks>
/// Its parameters take their roles from how they are declared: the by-<see langword="ref"/> parameter without an attribute is the
/// weight, the by-value one the gradient, <see cref="StateAttribute"/> marks a value kept between steps, and
/// <see cref="StepAttribute"/> the step number. The method stays ordinary C#: it can be called, tested and debugged.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UpdateAttribute : Attribute;
