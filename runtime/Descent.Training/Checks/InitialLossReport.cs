namespace Descent.Training;

/// <summary>What an <see cref="InitialLossCheck"/> found.</summary>
public sealed record InitialLossReport
{
    internal InitialLossReport(double loss, double expected, double tolerance, double? regularizedLoss)
        => (Loss, Expected, Tolerance, RegularizedLoss) = (loss, expected, tolerance, regularizedLoss);

    /// <summary>The initial loss.</summary>
    public double Loss { get; }

    /// <summary>The loss by chance.</summary>
    public double Expected { get; }

    /// <summary>By how much the two may differ.</summary>
    public double Tolerance { get; }

    /// <summary>The loss with regularization; <see langword="null"/> if it was not checked.</summary>
    public double? RegularizedLoss { get; }

    /// <summary>Whether the loss is as expected, within the tolerance.</summary>
    public bool IsAsExpected => Math.Abs(Loss - Expected) <= Tolerance;

    /// <summary>Whether regularization makes the loss larger, and keeps it finite; <see langword="true"/> if it was not checked.</summary>
    public bool RegularizationRaisesLoss => RegularizedLoss is not { } regularized || (double.IsFinite(regularized) && regularized > Loss);

    /// <summary>Whether both are so.</summary>
    public bool Passed => IsAsExpected && RegularizationRaisesLoss;

    /// <summary>The finding in a sentence or two, in invariant culture.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        var found = ReportText.Text($"Initial loss: {(Passed ? "passed" : "FAILED")}, {Loss:g6}; expected {Expected:g6} ± {Tolerance:g2}.");
        var reason = IsAsExpected ? ""
            : !double.IsFinite(Loss) ? " The loss is not finite at the initial weights: look for log(0) and for overflow."
            : Loss > Expected ? " Too large: initial weights too large, regularization included, or a sum in place of a mean."
            : " Too small: the labels reach the inputs, or the loss leaves something out.";
        var regularization = RegularizedLoss is not { } regularized ? ""
            : ReportText.Text($" With regularization {regularized:g6}{(RegularizationRaisesLoss ? "." : !double.IsFinite(regularized) ? ", which is not finite." : ", which is not larger: the penalty does not reach the loss.")}");
        return found + reason + regularization;
    }
}
