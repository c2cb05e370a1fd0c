namespace Descent.Training;

/// <summary>What one <see cref="Lbfgs.Step"/> did.</summary>
/// <param name="InitialLoss">The loss at its first evaluation, as it was returned.</param>
/// <param name="FinalLoss">
/// The loss at the weights it leaves; <see langword="null"/> where the last step was of fixed length, and nothing was evaluated after it.
/// </param>
/// <param name="Iterations">The iterations of this call.</param>
/// <param name="Evaluations">The evaluations of loss and gradients of this call.</param>
/// <param name="Outcome">Why it came to its end.</param>
public readonly record struct LbfgsResult(double InitialLoss, double? FinalLoss, int Iterations, int Evaluations, LbfgsOutcome Outcome);
