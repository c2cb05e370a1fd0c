namespace Descent;

/// <summary>
/// Marks the method of a part of a <see cref="ChainAttribute">chain</see> that sees the weight after the step and may change it, such as
/// an average of the weights: <c>public static void Apply(ref double weight, …)</c>.
/// </summary>
/// <remarks>
/// After the weight the method may take the gradient as it was supplied (<c>double gradient</c>), states, the step number and
/// hyperparameters, as a <see cref="TransformAttribute"/> method may.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AfterStepAttribute : Attribute;
