using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Descent.Training;

/// <summary>The page about a search: one HTML file that needs nothing else.</summary>
internal static class SearchPage
{
    public static string Render(SearchResult result, string title)
    {
        var completed = result.Trials.Where(trial => !trial.IsFailed).ToArray();
        var main = new XElement(
            "main",
            new XElement("h1", title),
            new XElement("p", new XAttribute("class", "lead"), Summary(result)),
            completed.Length == 0 ? null : Pictures(result, completed),
            result.Trials.Count == 0 ? null : Table(result));
        ReplaceWhatXmlCannotHold(main);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            {new XElement("title", title)}
            <style>
            {StyleSheet()}</style>
            </head>
            <body>
            {main}
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string Summary(SearchResult result)
    {
        var failed = result.Trials.Count(trial => trial.IsFailed);
        var best = result.Best is { } trial
            ? $"The best value, {SearchColumns.Number(trial.Value!.Value)}, is that of trial {trial.Number}: {trial.Point}."
            : "No trial gave a value.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{best} {result.Trials.Count} of {result.Total} trials are done, {failed} of them failed; {(result.Search.Maximize ? "larger" : "smaller")} values are better. Strategy: {result.Search.Strategy.Identity}, seed {result.Search.Seed}.");
    }

    private static object[] Pictures(SearchResult result, TrialResult[] completed)
    {
        var dimensions = result.Search.Space.Dimensions;
        return
        [
            new XElement(
                "figure",
                SearchChart.Progress(result, completed, "wide", 720, 300),
                SearchChart.Progress(result, completed, "narrow", 440, 260),
                new XElement("figcaption", "The value of each trial, and the best so far; of different budgets the larger counts.")),
            new XElement("h2", "What each hyperparameter does"),
            new XElement("div", new XAttribute("class", "figures"), dimensions.Select((_, i) => new XElement("figure", SearchChart.Dimension(result, completed, i, 440, 240)))),
        ];
    }

    private static object[] Table(SearchResult result)
    {
        var columns = SearchColumns.Of(result);
        return
        [
            new XElement("h2", "All trials, the best first"),
            new XElement(
                "div",
                new XAttribute("class", "scroll"),
                new XElement(
                    "table",
                    new XElement("thead", new XElement("tr", columns.Select(column => new XElement("th", new XAttribute("scope", "col"), column.Heading)))),
                    new XElement("tbody", result.Ranked().Select(trial => new XElement(
                        "tr",
                        trial == result.Best ? new XAttribute("class", "best") : trial.IsFailed ? new XAttribute("class", "failed") : null,
                        trial.Error is null ? null : new XAttribute("title", trial.Error),
                        columns.Select(column => new XElement("td", column.TextOf(trial)))))))),
        ];
    }

    /// <summary>
    /// Puts the replacement character in the place of control characters and of halves of surrogate pairs, which may be in the message of
    /// any exception and in any name.
    /// </summary>
    private static void ReplaceWhatXmlCannotHold(XElement page)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>())
        {
            text.Value = Clean(text.Value);
        }

        foreach (var attribute in page.DescendantsAndSelf().Attributes())
        {
            attribute.Value = Clean(attribute.Value);
        }
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append((rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune).ToString());
        }

        return clean.ToString();
    }

    private static string StyleSheet()
    {
        using var stream = typeof(SearchPage).Assembly.GetManifestResourceStream("SearchPage.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
