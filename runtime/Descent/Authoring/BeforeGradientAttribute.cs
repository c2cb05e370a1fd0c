namespace Descent;

/// <summary>
/// Marks an optional method of an <see cref="OptimizerAttribute"/> class that moves each weight to the point where its gradient is to be
/// evaluated, as Nesterov's accelerated gradient does. It runs in <see cref="Optimizer.BeforeGradient"/>.
/// </summary>
/// <remarks>
/// Parameters are as in the <see cref="UpdateAttribute"/> method, without a gradient; a state is the one of the same name there.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeGradientAttribute : Attribute;
