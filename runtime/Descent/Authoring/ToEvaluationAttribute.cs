namespace Descent;

/// <summary>
/// Marks the method that moves a weight from the point where its gradient is taken to the point where the model is evaluated, for rules
/// that train at one point and are evaluated at another (Schedule-Free, weight averages). <see cref="Optimizer.Evaluate"/> runs it.
/// </summary>
/// <remarks>Its parameters are those of an <see cref="UpdateAttribute"/> method, without the gradient.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToEvaluationAttribute : Attribute;
