using System.Xml.Linq;
using Landscapes.Drawing;
using Landscapes.Scenes;
using Landscapes.Walking;

namespace Landscapes;

/// <summary>The page: one HTML file that needs nothing else.</summary>
internal static class Page
{
    /// <summary>Writes scenes as a page.</summary>
    public static string Render(IEnumerable<Scene> scenes)
    {
        var body = new XElement(
            "main",
            new XElement(
                "header",
                new XElement("h1", "Landscapes"),
                Paragraph(
                    "lead",
                    "An optimizer does not see the landscape. It feels the slope under its feet, and a rule makes a step of it: how far, " +
                    "and which way. Four landscapes tell the rules apart."),
                Paragraph(
                    "note",
                    "Each dot is a step; rest the pointer on it for its number, position and loss. Each rule is the one that Descent " +
                    "compiles from its formula for a single weight.")),
            scenes.Select(Section));

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Landscapes: how optimizers walk</title>
            <style>
            {StyleSheet()}</style>
            </head>
            <body>
            {body}
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static XElement Section(Scene scene) => new(
        "section",
        new XElement("h2", scene.Title),
        Paragraph("formula", scene.Formula),
        Paragraph("introduction", scene.Introduction),
        new XElement("div", new XAttribute("class", "figures"), scene.Figures.Select(Figure)),
        Table(scene));

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

    private static XElement Paragraph(string style, string text) => new("p", new XAttribute("class", style), Text.Unbroken(text));

    private static string StyleSheet()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
