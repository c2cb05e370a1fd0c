namespace Descent;

/// <summary>
/// Marks an <see cref="int"/> parameter of an <see cref="UpdateAttribute"/> method as the step number t = 1, 2, 3, …: the number of
/// updates of this parameter, the present one included. It does not advance when a parameter is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StepAttribute : Attribute;
