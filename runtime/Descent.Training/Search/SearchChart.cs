using System.Globalization;
using System.Xml.Linq;

namespace Descent.Training;

/// <summary>Draws the trials of a search as dots over a horizontal axis; colours come from the page.</summary>
internal static class SearchChart
{
    private const int Left = 62, Right = 14, Top = 12, Bottom = 44;

    /// <summary>The value of each trial in the order of their numbers, and the best value so far as a line.</summary>
    public static XElement Progress(SearchResult result, IReadOnlyList<TrialResult> completed, string style, int width, int height)
    {
        var frame = new Frame(
            SearchAxis.To(result.Trials[^1].Number), SearchAxis.Of([.. completed.Select(trial => trial.Value!.Value)]), width, height);
        var line = new List<string>();
        TrialResult? best = null;
        foreach (var trial in completed)
        {
            if (best is null || SearchResult.BestOf([best, trial], result.Search.Maximize) == trial)
            {
                best = trial;
                line.Add($"{(line.Count == 0 ? "M" : "H")}{Pixels(frame.X(trial.Number))}{(line.Count == 0 ? " " : "V")}{Pixels(frame.Y(trial.Value!.Value))}");
            }
        }

        line.Add($"H{width - Right}");
        var chart = frame.Draw(
            "trial", width / 90, "The value of each trial, and the best so far as a line",
            [Element("path", ("class", "best-line"), ("d", string.Concat(line))), .. Dots(result, completed, frame, trial => trial.Number)]);
        chart.Add(new XAttribute("class", style));
        return chart;
    }

    /// <summary>The value of each trial over one hyperparameter.</summary>
    public static XElement Dimension(SearchResult result, IReadOnlyList<TrialResult> completed, int dimension, int width, int height)
    {
        var chosen = result.Search.Space.Dimensions[dimension];
        var frame = new Frame(SearchAxis.Of(chosen), SearchAxis.Of([.. completed.Select(trial => trial.Value!.Value)]), width, height);
        return frame.Draw(
            chosen.Name, 5, $"The value of each trial over {chosen.Name}",
            Dots(result, completed, frame, trial => trial.Point.Values[dimension]));
    }

    private static XElement[] Dots(SearchResult result, IReadOnlyList<TrialResult> completed, Frame frame, Func<TrialResult, double> x)
    {
        // The best comes last, over the others.
        return [.. completed.OrderBy(trial => trial == result.Best).Select(trial => Element(
            "circle",
            ("class", trial == result.Best ? "dot best" : trial.Budget < result.Best!.Budget ? "dot part" : "dot"),
            ("cx", Pixels(frame.X(x(trial)))),
            ("cy", Pixels(frame.Y(trial.Value!.Value))),
            ("r", trial == result.Best ? "5.5" : "3.5"))
            .With(Element("title", $"trial {trial.Number}: {SearchColumns.Number(trial.Value.Value)} at {trial.Point}")))];
    }

    private static XElement Element(string name, params (string Name, string Value)[] attributes)
        => new(name, attributes.Select(attribute => new XAttribute(attribute.Name, attribute.Value)));

    private static XElement Element(string name, string text) => new(name, text);

    private static XElement With(this XElement element, XElement child)
    {
        element.Add(child);
        return element;
    }

    private static string Pixels(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A plot with its axes.</summary>
    private sealed record Frame(SearchAxis Horizontal, SearchAxis Vertical, int Width, int Height)
    {
        public double X(double value) => Left + (Horizontal.Fraction(value) * (Width - Left - Right));

        public double Y(double value) => Height - Bottom - (Vertical.Fraction(value) * (Height - Top - Bottom));

        public XElement Draw(string name, int ticks, string description, IEnumerable<XElement> content) => new(
            "svg",
            new XAttribute("viewBox", $"0 0 {Width} {Height}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description),
            Vertical.Ticks(5).Select(tick => new[]
            {
                Element("path", ("class", "grid"), ("d", $"M{Left} {Pixels(Y(tick.Value))}H{Width - Right}")),
                Label(tick.Label, Left - 8, Y(tick.Value) + 4, "end"),
            }),
            Horizontal.Ticks(ticks).Select(tick => new[]
            {
                Element("path", ("class", "tick"), ("d", $"M{Pixels(X(tick.Value))} {Height - Bottom}v5")),
                Label(tick.Label, X(tick.Value), Height - Bottom + 18, "middle"),
            }),
            Label(name, (Left + Width - Right) / 2.0, Height - 6, "middle name"),
            content);

        private static XElement Label(string text, double x, double y, string style)
        {
            var label = Element("text", text);
            label.Add(new XAttribute("class", style), new XAttribute("x", Pixels(x)), new XAttribute("y", Pixels(y)));
            return label;
        }
    }
}
