namespace Descent;

/// <summary>
/// Composes an <see cref="OptimizerAttribute"/> class from parts, in place of an <see cref="UpdateAttribute"/> method: the gradient goes
/// through the <see cref="TransformAttribute"/> methods in the order of the parts, what comes out is subtracted from the weight, and the
/// <see cref="AfterStepAttribute"/> methods follow. All of it becomes one loop, with the bits and the memory traffic of the same
/// operations written in one method.
/// </summary>
/// <remarks>
/// <para>
/// A part is a static class with one such method. The states and hyperparameters of all parts are those of the optimizer; where two parts
/// have one of the same name, it gets the name of its part before it.
/// </para>
/// <para>
/// A part may have <see cref="ToEvaluationAttribute"/> and <see cref="ToTrainingAttribute"/> methods. Those of several parts run in the
/// order of the parts, and back in the opposite order.
/// </para>
/// </remarks>
[CLSCompliant(false)]
[AttributeUsage(AttributeTargets.Class)]
public sealed class ChainAttribute : Attribute
{
    /// <summary>Composes an optimizer.</summary>
    /// <param name="parts">The static classes of the parts, in their order. A part may stand in it more than once.</param>
    public ChainAttribute(params Type[] parts) => Parts = parts;

    /// <summary>The static classes of the parts.</summary>
    public Type[] Parts { get; }
}
