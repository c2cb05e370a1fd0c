using System.Xml.Linq;
using Landscapes.Drawing;
using Landscapes.Scenes;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes;

/// <summary>Scenes as elements of a page.</summary>
internal static class SceneMarkup
{
    /// <summary>What stands below the title of a scene: formula, introduction, pictures, numbers.</summary>
    public static object[] Body(Scene scene) =>
    [
        Paragraph("formula", scene.Formula),
        Paragraph("introduction", scene.Introduction),
        new XElement("div", new XAttribute("class", "figures"), scene.Figures.Select(Figure)),
        Table(scene),
    ];

    /// <summary>A paragraph of a style.</summary>
    public static XElement Paragraph(string style, string text) => new("p", new XAttribute("class", style), Text.Unbroken(text));

    private static XElement Figure(Figure figure) => new(
        "figure",
        figure.Walker is null ? null : new XElement("h3", NameOf(figure.Walker)),
        figure.Picture,
        new XElement("figcaption", Text.Unbroken(figure.Caption)));

    private static XElement Table(Scene scene) => new(
        "table",
        new XElement("thead", Row("th", "Optimizer", "Ended at", "Loss there", scene.Measure.Name)),
        new XElement("tbody", scene.Trajectories.Select(way => Row(
            "td",
            NameOf(way.Walker),
            Text.Unbroken(way.EndPosition),
            Text.Loss(way.End.Loss),
            scene.Measure.Of(way)))));

    private static XElement Row(string cell, params object[] contents) => new(
        "tr", contents.Select(content => new XElement(cell, content)));

    private static object[] NameOf(Walker walker) => [Swatch(walker), walker.Name, new XElement("small", walker.Settings)];

    /// <summary>The line and the end mark of a walker, small enough to stand beside its name.</summary>
    private static XElement Swatch(Walker walker) => new(
        "svg",
        new XAttribute("class", $"swatch way {walker.Style}"),
        new XAttribute("viewBox", "0 0 28 14"),
        new XAttribute("aria-hidden", "true"),
        Svg.Line(new(1, 7), new(27, 7), "line"),
        Svg.Mark(new(14, 7), walker.Shape, 5, $"end {walker.Style}"));
}
