namespace Descent;

/// <summary>
/// Marks a by-value parameter of an <see cref="UpdateAttribute"/> method as a further value for each weight that is supplied with the
/// gradient, such as Sophia's estimate of the Hessian's diagonal, or a mask.
/// </summary>
/// <remarks>
/// It becomes a property of the generated state: bind the memory that holds it, <c>parameter.State.Hessian.Bind(hessian)</c>, before the step
/// that reads it. It stays bound until it is bound to another memory.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class InputAttribute : Attribute;
