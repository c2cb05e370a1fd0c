using System.Globalization;
using System.Text;

namespace Descent.Training;

/// <summary>The text of a <see cref="GradientCheckReport"/>.</summary>
internal static class GradientCheckText
{
    private static readonly string[] Heading = ["verdict", "weight", "analytic", "numeric", "relative error", "h", "remark"];

    public static string Write(GradientCheckReport report, int most)
    {
        var text = new StringBuilder("Gradient check");
        if (report.Name is { } name)
        {
            text.Append(CultureInfo.InvariantCulture, $" of '{name}'");
        }

        text.Append(": ").Append(Summary(report));
        if (report.SkippedParameters.Count > 0)
        {
            text.AppendLine().Append("  not checked, without gradients: ").AppendJoin(", ", report.SkippedParameters);
        }

        if (report.Coordinates.Count > 0)
        {
            text.AppendLine().Append(
                CultureInfo.InvariantCulture, $"  loss {report.Loss:g6}, its rounding noise {report.LossNoise:e1}, norm of the gradients {report.GradientNorm:e2}");
        }

        if (report.Coordinates.Count > 0 && most > 0)
        {
            ReportText.Table(text, [Heading, .. report.Coordinates.Take(most).Select(Row)]);
        }

        return text.ToString();
    }

    private static string Summary(GradientCheckReport report) => report.Outcome switch
    {
        GradientCheckOutcome.Passed => $"passed ({Counts(report)}).",
        GradientCheckOutcome.WrongGradient => $"WRONG GRADIENT ({Counts(report)}).",
        GradientCheckOutcome.Inconclusive =>
            $"inconclusive ({Counts(report)}). Fewer than half could be decided: check in double, elsewhere, or with the suggested step size.",
        GradientCheckOutcome.RandomLoss => ReportText.Text(
            $"the loss is random: {report.Loss:r} and {report.LossAgain:r} at the same weights. Switch dropout and augmentation off, or seed them anew in every evaluation, and keep the batch. This says nothing about the gradient."),
        GradientCheckOutcome.GradientsNotReproducible when report.GradientsAccumulate =>
            "the gradients accumulate: a second evaluation at the same weights gave twice as much. Clear the gradient buffers in every evaluation.",
        GradientCheckOutcome.GradientsNotReproducible =>
            "the gradients are random: the loss is the same at the same weights and its gradients are not.",
        GradientCheckOutcome.LossesDisagree => ReportText.Text(
            $"the two losses disagree: {report.Loss:r} with gradients and {report.LossAgain:r} without, at the same weights."),
        _ => ReportText.Text($"the loss is {report.Loss} at the weights, which leaves nothing to check."),
    };

    private static string Counts(GradientCheckReport report)
    {
        List<string> counts = [];
        Add(GradientVerdict.Wrong, "wrong");
        Add(GradientVerdict.NotFinite, "not finite");
        Add(GradientVerdict.Correct, "correct");
        Add(GradientVerdict.Kink, "at kinks");
        Add(GradientVerdict.Inconclusive, "inconclusive");
        return ReportText.Text($"{report.Coordinates.Count} coordinates: {string.Join(", ", counts)}");

        void Add(GradientVerdict verdict, string words)
        {
            if (report.Count(verdict) is > 0 and var count)
            {
                counts.Add(ReportText.Text($"{count} {words}"));
            }
        }
    }

    private static string[] Row(CheckedCoordinate coordinate) =>
    [
        Verdict(coordinate.Verdict),
        coordinate.Location,
        ReportText.Text($"{coordinate.Analytic:e4}"),
        ReportText.Text($"{coordinate.Numeric:e4}"),
        ReportText.Text($"{coordinate.RelativeError:e1}"),
        ReportText.Text($"{coordinate.StepSize:e1}"),
        Remark(coordinate),
    ];

    private static string Verdict(GradientVerdict verdict) => verdict switch
    {
        GradientVerdict.Correct => "correct",
        GradientVerdict.Kink => "kink",
        GradientVerdict.Inconclusive => "inconclusive",
        GradientVerdict.Wrong => "WRONG",
        _ => "NOT FINITE",
    };

    private static string Remark(CheckedCoordinate coordinate)
    {
        if (coordinate.Verdict == GradientVerdict.Kink)
        {
            var (low, high) = (Math.Min(coordinate.LeftDerivative, coordinate.RightDerivative), Math.Max(coordinate.LeftDerivative, coordinate.RightDerivative));
            var slack = 1e-3 * (high - low);
            return ReportText.Text($"slopes {coordinate.LeftDerivative:g4} left, {coordinate.RightDerivative:g4} right")
                + (coordinate.Analytic >= low - slack && coordinate.Analytic <= high + slack ? "" : "; the gradient is not between them");
        }

        var region = coordinate.Region switch
        {
            StepSizeRegion.RoundingDominated => "rounding dominates",
            StepSizeRegion.TruncationDominated => "truncation dominates",
            _ => "",
        };
        return coordinate.SuggestedStepSize is { } h ? region + ReportText.Text($"; try h = {h:e1}") : region;
    }
}
