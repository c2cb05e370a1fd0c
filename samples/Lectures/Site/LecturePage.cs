using System.Xml.Linq;
using Landscapes;

namespace Lectures.Site;

/// <summary>One page of the site: an HTML file that needs nothing else, and links to its neighbours.</summary>
internal static class LecturePage
{
    /// <summary>The page of a topic.</summary>
    public static string Render(Topic topic, IReadOnlyList<Topic> topics)
    {
        var position = topics.Index().First(other => other.Item == topic).Index;
        return Document(
            topic.Title,
            new XElement("nav", new XElement("a", new XAttribute("href", "index.html"), "The lectures"), $" · {position + 1} of {topics.Count}"),
            new XElement("header", new XElement("h1", topic.Title), SceneMarkup.Paragraph("lead", topic.Lead)),
            topic.Content(),
            new XElement(
                "nav",
                new XAttribute("class", "neighbours"),
                position > 0 ? new XElement("span", "← ", topics[position - 1].Link) : new XElement("span", " "),
                position + 1 < topics.Count ? new XElement("span", topics[position + 1].Link, " →") : null));
    }

    /// <summary>The page that leads to all others.</summary>
    public static string RenderIndex(IEnumerable<Topic> topics) => Document(
        "The lectures, computed",
        new XElement(
            "header",
            new XElement("h1", "The lectures, computed"),
            SceneMarkup.Paragraph("lead", "What lectures on optimization draw on the blackboard, drawn from numbers: every picture here was computed by Descent on the machine that wrote these pages.")),
        new XElement(
            "ol",
            new XAttribute("class", "topics"),
            topics.Select(topic => new XElement("li", new XElement("h2", topic.Link), SceneMarkup.Paragraph("note", topic.Lead)))));

    private static string Document(string title, params object[] content) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        {new XElement("title", title)}
        <style>
        {StyleSheet("Page.css")}
        {StyleSheet("Lectures.css")}</style>
        </head>
        <body>
        {new XElement("main", content)}
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private static string StyleSheet(string name)
    {
        using var stream = typeof(LecturePage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
