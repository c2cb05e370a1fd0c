using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Descent.Training;

/// <summary>What an <see cref="OverfitCheck"/> found.</summary>
[DebuggerDisplay("loss {FinalLoss} after {Steps} steps, passed: {Passed}")]
public sealed class OverfitReport
{
    /// <summary>How many points of the curve <see cref="ToString"/> lists.</summary>
    private const int Rows = 10;

    internal OverfitReport(List<double> curve, double lossBound)
    {
        Curve = curve;
        LossBound = lossBound;
    }

    /// <summary>The loss before the first step, after the first, and so forth; at least one value.</summary>
    public IReadOnlyList<double> Curve { get; }

    /// <summary>What the loss had to fall below.</summary>
    public double LossBound { get; }

    /// <summary>The number of optimizer steps that were taken.</summary>
    public int Steps => Curve.Count - 1;

    /// <summary>The loss after the last step.</summary>
    public double FinalLoss => Curve[^1];

    /// <summary>Whether the loss fell below the bound.</summary>
    public bool Passed => FinalLoss < LossBound && double.IsFinite(FinalLoss);

    /// <summary>The finding and the curve at about ten steps, in invariant culture.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture, $"Overfitting a tiny set: {(Passed ? "passed" : "FAILED")}, loss {FinalLoss:g4} after {Steps} steps; bound {LossBound:g4}.");
        if (!Passed)
        {
            text.Append(Reason());
        }

        List<string[]> rows = [["step", "loss"]];
        var stride = Math.Max(1, (Steps + Rows - 1) / Rows);
        for (var step = 0; step < Steps; step += stride)
        {
            rows.Add(Row(step));
        }

        rows.Add(Row(Steps));
        ReportText.Table(text, rows);
        return text.ToString();
    }

    private string Reason() => !double.IsFinite(FinalLoss) ? " It diverged: a smaller learning rate, or check the gradients."
        : FinalLoss >= Curve[0] ? " It did not fall: check the sign and the size of the gradients, or take a smaller learning rate."
        : " It falls too slowly: a larger learning rate, more steps, or a model too small for the set.";

    private string[] Row(int step) => [ReportText.Text($"{step}"), ReportText.Text($"{Curve[step]:g4}")];
}
