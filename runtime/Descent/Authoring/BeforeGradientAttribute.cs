namespace Descent;

/// <summary>
/// Marks an optional method of an <see cref="OptimizerAttribute"/> class that moves each weight to the point where its gradient is to be
/// evaluated, as Nesterov's accelerated gradient does. It runs in <see cref="Optimizer.BeforeGradient"/>.
/// </summary>
/// <remarks>
/// <para>
/// Parameters are as in the <see cref="UpdateAttribute"/> method, without inputs; a state is the one of the same name there.
/// </para>
/// <para>
/// If it takes a gradient, <c>double gradient</c>, the gradients of an evaluation before it are needed, where the weights stand: sharpness-aware
/// minimization climbs along them, and the update takes those of a second evaluation (<see cref="Optimizer.EvaluatesTwice"/>). It may reduce
/// (<see cref="Reduce"/>), over the tensor or over the optimizer.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BeforeGradientAttribute : Attribute;
