namespace Descent;

/// <summary>
/// Marks the method that moves a weight back from the point of evaluation to the point where its gradient is taken; the counterpart of
/// <see cref="ToEvaluationAttribute"/>. <see cref="Optimizer.Train"/> runs it.
/// </summary>
/// <remarks>Its parameters are those of an <see cref="UpdateAttribute"/> method, without the gradient.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToTrainingAttribute : Attribute;
