namespace Descent.Training;

/// <summary>What one <see cref="Lbfgs.Step"/> did.</summary>
public readonly record struct LbfgsResult
{
    internal LbfgsResult(double initialLoss, double? finalLoss, int iterations, int evaluations, LbfgsOutcome outcome)
        => (InitialLoss, FinalLoss, Iterations, Evaluations, Outcome) = (initialLoss, finalLoss, iterations, evaluations, outcome);

    /// <summary>The loss at its first evaluation, as it was returned.</summary>
    public double InitialLoss { get; }

    /// <summary>
    /// The loss at the weights it leaves; <see langword="null"/> where the last step was of fixed length, and nothing was evaluated after it.
    /// </summary>
    public double? FinalLoss { get; internal init; }

    /// <summary>The iterations of this call.</summary>
    public int Iterations { get; }

    /// <summary>The evaluations of loss and gradients of this call.</summary>
    public int Evaluations { get; }

    /// <summary>Why it came to its end.</summary>
    public LbfgsOutcome Outcome { get; }

    /// <summary>One line: the losses, the work, and why it came to its end.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text(
        $"{Outcome}: loss {InitialLoss:G6} to {(FinalLoss is { } loss ? Schedule.Text($"{loss:G6}") : "one not evaluated")}, {Iterations} iterations, {Evaluations} evaluations");
}
