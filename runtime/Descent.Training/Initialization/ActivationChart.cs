using System.Globalization;
using System.Text;
using System.Xml;

namespace Descent.Training;

/// <summary>Draws the activations of a network's layers as one row of histograms.</summary>
public static class ActivationChart
{
    private const int PanelWidth = 180, Gap = 24, Margin = 24, PlotTop = 72, PlotHeight = 120, LineHeight = 17, Height = 304;
    private const int LongestName = 24;
    private const string SvgNamespace = "http://www.w3.org/2000/svg";

    /// <summary>Every selector starts at the drawing's own class, so that the style stays inside where the SVG is part of a page.</summary>
    private const string Style = """

        .descent-activations { font: 12px system-ui, sans-serif; }
        .descent-activations .page { fill: #ffffff; }
        .descent-activations text { fill: #3d444d; }
        .descent-activations .title { font-size: 14px; font-weight: 600; fill: #1f2328; }
        .descent-activations .layer { font-weight: 600; fill: #1f2328; }
        .descent-activations .axis { stroke: #8c959f; stroke-width: 1; }
        .descent-activations .bars { fill: #0b62c4; }
        @media (prefers-color-scheme: dark) {
          .descent-activations .page { fill: #0d1117; }
          .descent-activations text { fill: #b7bfc9; }
          .descent-activations .title, .descent-activations .layer { fill: #f0f3f6; }
          .descent-activations .axis { stroke: #6e7681; }
          .descent-activations .bars { fill: #6cb6ff; }
        }

        """;

    /// <summary>
    /// The layers from left to right, each with its histogram, mean, standard deviation and shares. Every histogram is scaled to its own
    /// tallest bin.
    /// </summary>
    /// <param name="layers">At least one layer.</param>
    /// <param name="title">The title above them.</param>
    /// <returns>A self-contained SVG document that follows the reader's choice of light or dark.</returns>
    /// <exception cref="ArgumentException">There is no layer, or a text holds a character that XML cannot.</exception>
    /// <exception cref="ArgumentNullException">An argument or a layer is <see langword="null"/>.</exception>
    public static string ToSvg(IReadOnlyList<ActivationStatistics> layers, string title = "Activations by layer")
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(title);
        if (layers.Count == 0)
        {
            throw new ArgumentException("There are 0 layers to draw; at least 1 is needed.", nameof(layers));
        }

        var width = (2 * Margin) + (layers.Count * (PanelWidth + Gap)) - Gap;
        var text = new StringBuilder();
        using (var svg = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
        {
            svg.WriteStartElement("svg", SvgNamespace);
            Attributes(svg, ("viewBox", $"0 0 {width} {Height}"), ("width", $"{width}"), ("height", $"{Height}"), ("role", "img"), ("class", "descent-activations"));
            svg.WriteElementString("title", SvgNamespace, title);
            svg.WriteElementString("style", SvgNamespace, Style);
            Element(svg, "rect", ("class", "page"), ("width", $"{width}"), ("height", $"{Height}"), ("rx", "6"));
            Text(svg, title, Margin, 28, "start", "title");
            for (var i = 0; i < layers.Count; i++)
            {
                ArgumentNullException.ThrowIfNull(layers[i], nameof(layers));
                Panel(svg, layers[i], Margin + (i * (PanelWidth + Gap)));
            }

            svg.WriteEndElement();
        }

        return text.ToString();
    }

    private static void Panel(XmlWriter svg, ActivationStatistics layer, int left)
    {
        const int bottom = PlotTop + PlotHeight;
        Text(svg, Shortened(layer.Layer), left, PlotTop - 14, "start", "layer");
        Element(svg, "path", ("class", "bars"), ("d", Bars(layer.Histogram, left, bottom)));
        Element(svg, "line", ("class", "axis"), ("x1", $"{left}"), ("y1", $"{bottom}"), ("x2", $"{left + PanelWidth}"), ("y2", $"{bottom}"));
        Text(svg, Number(layer.Histogram.Low), left, bottom + LineHeight, "start");
        Text(svg, Number(layer.Histogram.High), left + PanelWidth, bottom + LineHeight, "end");

        string[] lines =
        [
            $"mean {Number(layer.Mean)}, σ {Number(layer.StandardDeviation)}",
            $"saturated {Percent(layer.SaturatedShare)}",
            $"dead units {Percent(layer.DeadUnitShare)}",
            layer.NonFiniteCount == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{layer.NonFiniteCount} not finite"),
        ];
        for (var i = 0; i < lines.Length; i++)
        {
            Text(svg, lines[i], left, bottom + ((i + 2) * LineHeight) + 6, "start");
        }
    }

    /// <summary>A name as it has room, cut between the characters that a reader sees.</summary>
    private static string Shortened(string name)
    {
        var text = new StringInfo(name);
        return text.LengthInTextElements <= LongestName ? name : $"{text.SubstringByTextElements(0, LongestName - 1)}…";
    }

    /// <summary>All bars as one path: from the axis up, along, and down again for each.</summary>
    private static string Bars(ActivationHistogram histogram, int left, int bottom)
    {
        var tallest = 1L;
        foreach (var count in histogram.Counts)
        {
            tallest = Math.Max(tallest, count);
        }

        var path = new StringBuilder();
        var width = (double)PanelWidth / histogram.Counts.Length;
        for (var bin = 0; bin < histogram.Counts.Length; bin++)
        {
            if (histogram.Counts[bin] > 0)
            {
                var height = (double)PlotHeight * histogram.Counts[bin] / tallest;
                path.Append(CultureInfo.InvariantCulture, $"M{left + (bin * width):0.##} {bottom}v{-height:0.##}h{width:0.##}V{bottom}z");
            }
        }

        return path.ToString();
    }

    private static void Text(XmlWriter svg, string content, int x, int y, string anchor, string? style = null)
    {
        if (content.Length == 0)
        {
            return;
        }

        svg.WriteStartElement("text", SvgNamespace);
        Attributes(svg, ("x", $"{x}"), ("y", $"{y}"), ("text-anchor", anchor));
        if (style is not null)
        {
            svg.WriteAttributeString("class", style);
        }

        svg.WriteString(content);
        svg.WriteEndElement();
    }

    private static void Element(XmlWriter svg, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        svg.WriteStartElement(name, SvgNamespace);
        Attributes(svg, attributes);
        svg.WriteEndElement();
    }

    private static void Attributes(XmlWriter svg, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            svg.WriteAttributeString(name, value);
        }
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");
}
