using System.Xml.Linq;
using Landscapes;

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
