using System.Xml.Linq;
using Landscapes.Scenes;

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
                SceneMarkup.Paragraph(
                    "lead",
                    "An optimizer does not see the landscape. It feels the slope under its feet, and a rule makes a step of it: how far, " +
                    "and which way. Four landscapes tell the rules apart."),
                SceneMarkup.Paragraph(
                    "note",
                    "Each dot is a step; rest the pointer on it for its number, position and loss. Each rule is the one that Descent " +
                    "compiles from its formula for a single weight.")),
            scenes.Select(scene => new XElement("section", new XElement("h2", scene.Title), SceneMarkup.Body(scene))));

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

    private static string StyleSheet()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("Page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
