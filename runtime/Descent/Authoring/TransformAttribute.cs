namespace Descent;

/// <summary>
/// Marks the method of a part of a <see cref="ChainAttribute">chain</see> that turns one gradient-like value into another:
/// <c>public static double Apply(double update, …)</c>. What it returns goes on to the next part.
/// </summary>
/// <remarks>
/// After the update the method may take the weight before the step (<c>double weight</c>), the gradient as it was supplied
/// (<c>double gradient</c>), states (<c>[State] ref double</c>), the step number (<c>[Step] int</c>) and hyperparameters
/// (<c>[Hyperparameter(0.9, Min = 0, Below = 1)] double decay</c>, the property <c>Decay</c> of the optimizer). Its body may be what a
/// body of an <see cref="UpdateAttribute"/> method may be, and travels with its assembly as that of an <see cref="InlineableAttribute"/>
/// method.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TransformAttribute : Attribute;
