namespace Descent.Training;

/// <summary>What one <see cref="Newton.Step"/> did.</summary>
/// <param name="Loss">The loss before it.</param>
/// <param name="GradientNorm">‖∇L‖ before it.</param>
/// <param name="StepNorm">How far the weights were moved.</param>
/// <param name="Decrement">
/// gᵀ(H + λI)⁻¹g / 2: by how much the quadratic model falls over a whole step, and so about how far the loss is above its minimum. A usual
/// sign to stop (Boyd and Vandenberghe, 2004, section 9.5).
/// </param>
public readonly record struct NewtonResult(double Loss, double GradientNorm, double StepNorm, double Decrement);
