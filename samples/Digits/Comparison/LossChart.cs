using System.Text;

namespace Digits.Comparison;

/// <summary>Draws loss curves as a chart in SVG. Colours and fonts come from the page's style sheet.</summary>
internal sealed class LossChart
{
    private const double HighestLoss = 1;
    private const int LineHeight = 18;
    private const int HalfDigit = 4;
    private const int LabelGap = 22;

    private readonly ChartSize _size;
    private readonly IReadOnlyList<LossCurve> _curves;
    private readonly Axis _iterations;
    private readonly Axis _loss;
    private readonly StringBuilder _svg = new();

    private LossChart(IReadOnlyList<LossCurve> curves, ChartSize size)
    {
        _size = size;
        _curves = curves;
        _iterations = new Axis(curves[0].Losses.Length, size.LeftMargin, size.Right);
        _loss = new Axis(HighestLoss, size.Bottom, size.TopMargin);
    }

    /// <summary>The chart as an <c>svg</c> element.</summary>
    public static string Draw(IReadOnlyList<LossCurve> curves, ChartSize size)
    {
        var chart = new LossChart(curves, size);
        var titles = string.Join(", ", curves.Select(curve => curve.Title));
        chart._svg.AppendLine($"""
            <svg class="chart {size.Name}" viewBox="0 0 {size.Width} {size.Height}" role="img" aria-label="Training loss of {titles}">
            <clipPath id="plot-{size.Name}">
            <rect x="{size.LeftMargin}" y="{size.TopMargin}" width="{size.PlotWidth}" height="{size.PlotHeight}"/>
            </clipPath>
            """);
        chart.DrawAxes();
        chart.DrawCurves();
        chart.DrawLabels();
        return chart._svg.Append("</svg>").ToString();
    }

    private void DrawAxes()
    {
        foreach (var tick in _loss.Ticks(wanted: 5))
        {
            var y = _loss.Place(tick);
            Polyline("grid", (_size.LeftMargin, y), (_size.Right, y));
            Text("tick end", _size.LeftMargin - 8, y + HalfDigit, $"{tick:0.0}");
        }

        foreach (var tick in _iterations.Ticks(wanted: _size.PlotWidth / 60))
        {
            var x = _iterations.Place(tick);
            Polyline("axis", (x, _size.Bottom), (x, _size.Bottom + 5));
            Text("tick middle", x, _size.Bottom + 20, $"{tick:0}");
        }

        Polyline("axis", (_size.LeftMargin, _size.Bottom), (_size.Right, _size.Bottom));
        Text("title middle", (_size.LeftMargin + _size.Right) / 2, _size.Height - 8, "iteration");
        var middle = (_size.TopMargin + _size.Bottom) / 2;
        _svg.AppendLine($"""<text class="title middle" transform="translate(14 {middle}) rotate(-90)">training loss</text>""");
    }

    /// <summary>Draws the curves, with about one point a pixel.</summary>
    private void DrawCurves()
    {
        _svg.AppendLine($"""<g clip-path="url(#plot-{_size.Name})">""");
        foreach (var curve in _curves)
        {
            var last = curve.Losses.Length - 1;
            var stride = last / _size.PlotWidth + 1;
            var points = Enumerable.Range(0, last + 1)
                .Where(i => (last - i) % stride == 0)
                .Select(i => (_iterations.Place(i + 1), _loss.Place(curve.Losses[i])));
            Polyline($"curve {curve.Name}", [.. points]);
        }

        _svg.AppendLine("</g>");
    }

    /// <summary>Names each curve where it ends.</summary>
    private void DrawLabels()
    {
        double[] ends = [.. _curves.Select(curve => Math.Max(_loss.Place(curve.Losses[^1]), _size.TopMargin))];
        var places = DirectLabels.Spread(ends, LineHeight, _size.TopMargin, _size.Bottom);
        for (var i = 0; i < ends.Length; i++)
        {
            var x = _size.Right + LabelGap;
            Polyline($"leader {_curves[i].Name}", (_size.Right + 2, ends[i]), (x - 10, places[i]), (x - 4, places[i]));
            Text("label", x, places[i] + HalfDigit, _curves[i].Title);
        }
    }

    private void Polyline(string style, params (double X, double Y)[] points)
        => _svg.AppendLine($"""
            <polyline class="{style}" points="{string.Join(' ', points.Select(point => $"{point.X:0.#},{point.Y:0.#}"))}"/>
            """);

    private void Text(string style, double x, double y, string text)
        => _svg.AppendLine($"""<text class="{style}" x="{x:0.#}" y="{y:0.#}">{text}</text>""");
}
