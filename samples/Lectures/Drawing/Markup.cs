using System.Xml.Linq;
using Landscapes;
using Landscapes.Shared;

namespace Lectures.Drawing;

/// <summary>The few elements that pages are made of besides pictures.</summary>
internal static class Markup
{
    public static XElement Heading(string text) => new("h2", text);

    public static XElement Paragraph(string text) => SceneMarkup.Paragraph("introduction", text);

    public static XElement Formula(string text) => SceneMarkup.Paragraph("formula", text);

    /// <summary>Figures beside each other where there is room.</summary>
    public static XElement Figures(params IEnumerable<XElement> figures)
        => new("div", new XAttribute("class", "figures"), figures);

    /// <summary>Small figures, as many beside each other as there is room for.</summary>
    public static XElement SmallFigures(params IEnumerable<XElement> figures)
        => new("div", new XAttribute("class", "figures small"), figures);

    /// <summary>A picture with a legend and a caption.</summary>
    public static XElement Figure(XElement picture, string caption, params IReadOnlyList<Curve> legend)
        => new("figure", legend.Count > 0 ? Legend(legend) : null, picture, new XElement("figcaption", Text.Unbroken(caption)));

    /// <summary>The names of curves, each beside its colour.</summary>
    public static XElement Legend(IReadOnlyList<Curve> curves) => new(
        "p",
        new XAttribute("class", "legend"),
        curves.Select(curve => new XElement("span", new XAttribute("class", curve.Style), new XElement("i", ""), new XElement("b", curve.Name))));

    /// <summary>A drawing that keeps its size; where it is wider than the screen, it can be moved.</summary>
    public static XElement Scrolling(string svg) => new("div", new XAttribute("class", "scroll"), XElement.Parse(svg));

    public static XElement Table(string[] headings, params IEnumerable<string[]> rows) => new(
        "div",
        new XAttribute("class", "scroll"),
        new XElement(
            "table",
            new XElement("thead", new XElement("tr", headings.Select(heading => new XElement("th", heading)))),
            new XElement("tbody", rows.Select(row => new XElement("tr", row.Select(cell => new XElement("td", cell)))))));
}
