using System.Globalization;
using System.Net;
using System.Text;

namespace TorchSample.Contest;

/// <summary>The losses of all trainings side by side, as one HTML page that needs nothing else.</summary>
internal static class Page
{
    private const double Width = 720, Height = 300, Left = 52, Bottom = 34, Top = 12;

    public static string Write(IReadOnlyList<Result> results, int steps)
    {
        var text = new StringBuilder();
        text.AppendLine("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        text.AppendLine("<title>Networks of TorchSharp, trained by Descent</title>");
        text.Append("<style>").Append(Style()).AppendLine("</style>");
        text.AppendLine("<main><h1>Networks of TorchSharp, trained by Descent</h1>");
        text.AppendLine(CultureInfo.InvariantCulture, $"<p>Each network begins with the same weights and sees the same {steps} batches with each optimizer. The lines are losses, smoothed over about ten batches; the scale is logarithmic.</p>");
        foreach (var task in results.GroupBy(result => result.Task))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"<section><h2>{Encode(task.Key.Name)}</h2><p>{Encode(task.Key.About)}</p>");
            Draw(text, [.. task]);
            text.AppendLine("<table><tr><th>optimizer</th><th>mean loss of the last tenth</th><th>right, of unseen</th><th>seconds in steps</th></tr>");
            foreach (var (index, result) in task.Index())
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"<tr><td><span class=\"key c{index}\"></span>{Encode(result.Contender.Name)}</td><td>{result.Losses[^(result.Losses.Length / 10)..].Average():F4}</td><td>{100 * result.Correct:F1} %</td><td>{result.SecondsOfSteps:F2}</td></tr>");
            }

            text.AppendLine("</table></section>");
        }

        return text.AppendLine("</main></html>").ToString();
    }

    private static void Draw(StringBuilder text, Result[] results)
    {
        var curves = results.Select(result => Smooth(result.Losses)).ToArray();
        var (lowest, highest) = (curves.Min(curve => curve.Min()), curves.Max(curve => curve.Max()));
        var steps = curves[0].Length;
        double X(int step) => Left + ((Width - Left - 8) * step / Math.Max(1, steps - 1));
        double Y(double loss) => Top + ((Height - Top - Bottom) * Math.Log(highest / loss) / Math.Log(highest / lowest));
        var described = string.Join("; ", results.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Contender.Name} ends at {result.Losses[^(result.Losses.Length / 10)..].Average():F3}")));
        text.AppendLine(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"><title>Losses: {Encode(described)}.</title>");
        for (var tick = 0; tick <= 4; tick++)
        {
            var loss = highest * Math.Pow(lowest / highest, tick / 4.0);
            text.AppendLine(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - 8}\" y1=\"{Y(loss):F1}\" y2=\"{Y(loss):F1}\"/><text x=\"{Left - 6}\" y=\"{Y(loss) + 4:F1}\" text-anchor=\"end\">{loss:G2}</text>");
            var step = (steps - 1) * tick / 4;
            text.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{X(step):F1}\" y=\"{Height - 12}\" text-anchor=\"{(tick == 4 ? "end" : "middle")}\">{(tick == 0 ? "batch 1" : step + 1)}</text>");
        }

        foreach (var (index, curve) in curves.Index())
        {
            var points = string.Join(' ', curve.Select((loss, step) => string.Create(CultureInfo.InvariantCulture, $"{X(step):F1},{Y(loss):F1}")));
            text.AppendLine(CultureInfo.InvariantCulture, $"<polyline class=\"c{index}\" points=\"{points}\"/>");
        }

        text.AppendLine("</svg>");
    }

    private static double[] Smooth(double[] losses)
    {
        const double Share = 0.1;
        var (curve, average) = (new double[losses.Length], losses[0]);
        for (var step = 0; step < losses.Length; step++)
        {
            average += Share * (losses[step] - average);
            curve[step] = Math.Max(average, 1e-6);
        }

        return curve;
    }

    private static string Style()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
