using System.Globalization;
using System.Text;
using System.Xml;

namespace Descent.Training;

/// <summary>Draws a schedule as a line over the steps.</summary>
internal static class ScheduleDrawing
{
    private const int Width = 720, Height = 320, Left = 72, Right = 24, Top = 48, Bottom = 48, MostPoints = 1200;
    private const int PlotWidth = Width - Left - Right, PlotHeight = Height - Top - Bottom;
    private const string SvgNamespace = "http://www.w3.org/2000/svg";

    /// <summary>Every selector starts at the drawing's own class, so that the style stays inside where the SVG is part of a page.</summary>
    private const string Style = """

        .descent-schedule { font: 12px system-ui, sans-serif; }
        .descent-schedule .page { fill: #ffffff; }
        .descent-schedule text { fill: #3d444d; }
        .descent-schedule .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
        .descent-schedule .grid { stroke: #d9dee4; stroke-width: 1; }
        .descent-schedule .line { fill: none; stroke: #0b62c4; stroke-width: 2; stroke-linejoin: round; }
        @media (prefers-color-scheme: dark) {
          .descent-schedule .page { fill: #0d1117; }
          .descent-schedule text { fill: #b7bfc9; }
          .descent-schedule .title { fill: #f0f3f6; }
          .descent-schedule .grid { stroke: #30363d; }
          .descent-schedule .line { stroke: #6cb6ff; }
        }

        """;

    public static string Draw(Schedule schedule, int steps, string title)
    {
        var points = Sample(schedule, steps);
        var vertical = ScheduleAxis.Of(points.Min(point => point.Value), points.Max(point => point.Value));
        var horizontal = new ScheduleAxis(0, steps - 1);

        var text = new StringBuilder();
        using (var svg = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            svg.WriteStartElement("svg", SvgNamespace);
            Attributes(svg, ("viewBox", $"0 0 {Width} {Height}"), ("width", $"{Width}"), ("height", $"{Height}"), ("role", "img"), ("class", "descent-schedule"));
            svg.WriteElementString("title", SvgNamespace, title);
            svg.WriteElementString("style", SvgNamespace, Style);
            Element(svg, "rect", ("class", "page"), ("width", $"{Width}"), ("height", $"{Height}"), ("rx", "6"));
            Text(svg, Fit(title), Left, 28, "start", "title");

            foreach (var tick in vertical.Ticks(5))
            {
                var y = Y(tick);
                Element(svg, "line", ("class", "grid"), ("x1", $"{Left}"), ("y1", Number(y)), ("x2", $"{Width - Right}"), ("y2", Number(y)));
                Text(svg, Label(tick, vertical), Left - 8, y + 4, "end");
            }

            foreach (var tick in horizontal.Ticks(8).Where(double.IsInteger))
            {
                Text(svg, tick.ToString("0", CultureInfo.InvariantCulture), X(tick), Height - Bottom + 20, "middle");
            }

            Text(svg, "step", Left + (PlotWidth / 2.0), Height - 10, "middle");
            Element(svg, "polyline", ("class", "line"), ("points", string.Join(' ', points.Select(point => $"{Number(X(point.Step))},{Number(Y(point.Value))}"))));
            svg.WriteEndElement();
        }

        return text.ToString();

        double X(double step) => Left + (PlotWidth * horizontal.Fraction(step));
        double Y(double value) => Top + (PlotHeight * (1 - vertical.Fraction(value)));
    }

    private static (int Step, double Value)[] Sample(Schedule schedule, int steps)
    {
        var points = new (int Step, double Value)[Math.Min(steps, MostPoints)];
        for (var i = 0; i < points.Length; i++)
        {
            var step = (int)((long)i * (steps - 1) / (points.Length - 1));
            var value = schedule.At(step);
            points[i] = double.IsFinite(value)
                ? (step, value)
                : throw new InvalidOperationException(Schedule.Text($"{schedule} gives {value} at step {step}; only finite values can be drawn."));
        }

        return points;
    }

    private static void Element(XmlWriter svg, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        svg.WriteStartElement(name, SvgNamespace);
        Attributes(svg, attributes);
        svg.WriteEndElement();
    }

    private static void Text(XmlWriter svg, string text, double x, double y, string anchor, string? style = null)
    {
        svg.WriteStartElement("text", SvgNamespace);
        Attributes(svg, ("x", Number(x)), ("y", Number(y)), ("text-anchor", anchor));
        if (style is not null)
        {
            Attributes(svg, ("class", style));
        }

        svg.WriteString(text);
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.WriteAttributeString(name, value);
        }
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>All labels of an axis are written alike; the digits suffice for the narrowest axis there is.</summary>
    private static string Label(double value, ScheduleAxis axis)
    {
        var isOrdinary = Math.Max(Math.Abs(axis.Low), Math.Abs(axis.High)) is >= 1e-3 and < 1e6;
        return value.ToString(isOrdinary || value == 0 ? "0.##########" : "0.########e0", CultureInfo.InvariantCulture);
    }

    /// <summary>The heading has one line; the whole title is in the document's own title.</summary>
    private static string Fit(string title)
    {
        const int Longest = 76;
        var text = new StringInfo(title);
        return text.LengthInTextElements <= Longest ? title : text.SubstringByTextElements(0, Longest - 1) + "…";
    }
}
