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
                "aside",
                new XElement("h2", "The lines that made it"),
                new XElement("div", new XAttribute("class", "scroll"), new XElement("pre", Excerpt.Of(topic.Source))),
                new XElement("p", "Rules and tools: ", Joined(topic.About.Select(Catalogue.Link)), "."),
                new XElement("p", "In the lectures: ", Joined(Curriculum.PlacesOf(topic.Name).Select(place => place.Link)), ".")),
            new XElement(
                "nav",
                new XAttribute("class", "neighbours"),
                position > 0 ? new XElement("span", "← ", topics[position - 1].Link) : new XElement("span", " "),
                position + 1 < topics.Count ? new XElement("span", topics[position + 1].Link, " →") : null));
    }

    /// <summary>The page that leads to all others: the lectures topic by topic.</summary>
    public static string RenderIndex(IReadOnlyList<Topic> topics) => Document(
        "The lectures, computed",
        new XElement(
            "header",
            new XElement("h1", "The lectures, computed"),
            SceneMarkup.Paragraph("lead", "What lectures on optimization draw on the blackboard, drawn from numbers: every picture here was computed by Descent on the machine that wrote these pages."),
            new XElement(
                "p",
                new XAttribute("class", "note"),
                $"Five lectures, topic by topic, on {topics.Count} pages; a page may serve several lectures. The rules and tools that the pages use are in the ",
                new XElement("a", new XAttribute("href", Catalogue.File), "catalogue"),
                ".")),
        Curriculum.Lectures.Select((lecture, i) => new XElement(
            "section",
            new XElement("h2", $"{i + 1}. {lecture.Title}"),
            new XElement(
                "ol",
                new XAttribute("class", "topics"),
                lecture.Topics.Select((place, j) => new XElement(
                    "li",
                    new XAttribute("id", Curriculum.Anchor(i, j)),
                    new XElement("h3", place.Title),
                    new XElement("p", new XAttribute("class", "note"), Joined(topics.Where(topic => place.Pages.Contains(topic.Name)).Select(topic => topic.Link)))))))));

    /// <summary>The page of the rules.</summary>
    public static string RenderCatalogue() => Document(
        "The rules and tools",
        new XElement("nav", new XElement("a", new XAttribute("href", "index.html"), "The lectures")),
        new XElement("header", new XElement("h1", "The rules and tools"), SceneMarkup.Paragraph("lead", "Each rule is a C# method for one weight, and Descent compiles it. What a rule keeps between steps are its states.")),
        Catalogue.Content());

    private static IEnumerable<object> Joined(IEnumerable<XElement> links) => links.SelectMany((link, i) => i == 0 ? [(object)link] : new object[] { ", ", link });

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
