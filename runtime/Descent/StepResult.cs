namespace Descent;

/// <summary>What one <see cref="Optimizer.Step"/> did, counted in parameters (tensors).</summary>
/// <param name="Updated">Parameters whose weights and state were updated.</param>
/// <param name="Frozen">Parameters left alone because they are frozen.</param>
/// <param name="MissingGradients">Parameters left alone because they have no gradients.</param>
public readonly record struct StepResult(int Updated, int Frozen, int MissingGradients);
