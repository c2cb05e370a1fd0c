using System.Globalization;
using System.Net;
using System.Text;

namespace Descent.Benchmarks.Measurement;

/// <summary>Horizontal bars in one self-contained SVG that reads on light and dark pages: groups one below the other, each with its own scale.</summary>
/// <param name="title">What is shown.</param>
internal sealed class BarChart(string title)
{
    private const int Width = 760, LabelWidth = 250, BarWidth = 400, Row = 24, Gap = 44, Top = 40;
    private readonly List<(string Name, IReadOnlyList<(string Label, double Value)> Bars)> _groups = [];

    public void Add(string name, IReadOnlyList<(string Label, double Value)> bars) => _groups.Add((name, bars));

    public void Write(string path)
    {
        var height = Top + _groups.Sum(group => Gap + (Row * group.Bars.Count)) + 8;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" viewBox="0 0 {Width} {height}" role="img" font-family="system-ui, sans-serif" font-size="13">""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"  <title>{Text(title)}</title>");
        svg.AppendLine("  <style>text { fill: #24292f } .bar { fill: #8aa4c8 } .ours { fill: #d9730d } @media (prefers-color-scheme: dark) { text { fill: #d0d7de } }</style>");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""  <text x="0" y="20" font-size="16" font-weight="600">{Text(title)}</text>""");
        var y = Top;
        foreach (var (name, bars) in _groups)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""  <text x="0" y="{y + 26}" font-weight="600">{Text(name)}</text>""");
            y += Gap;
            var longest = bars.Max(bar => bar.Value);
            foreach (var (label, value) in bars)
            {
                var kind = label.StartsWith("generated", StringComparison.Ordinal) ? "ours" : "bar";
                svg.AppendLine(CultureInfo.InvariantCulture, $"""  <text x="{LabelWidth - 8}" y="{y + 13}" text-anchor="end">{Text(label)}</text>""");
                svg.AppendLine(CultureInfo.InvariantCulture, $"""  <rect class="{kind}" x="{LabelWidth}" y="{y}" width="{BarWidth * value / longest:0.0}" height="{Row - 6}" rx="2"/>""");
                svg.AppendLine(CultureInfo.InvariantCulture, $"""  <text x="{LabelWidth + (BarWidth * value / longest) + 6:0.0}" y="{y + 13}">{value:0.00}</text>""");
                y += Row;
            }
        }

        svg.AppendLine("</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
