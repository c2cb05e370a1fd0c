using System.Text.RegularExpressions;
using Lectures;
using Lectures.Site;

namespace Descent.Samples.Tests;

/// <summary>What each page shows besides its pictures: the lines that made it, and links to rules.</summary>
public sealed class SiteTests
{
    private const int FewestLines = 4, MostLines = 20, WidestLine = 130;

    public static TheoryData<string> Pages => CurriculumTests.Pages;

    /// <summary>Some lines of the page's own source, a whole piece of C#.</summary>
    [Theory, MemberData(nameof(Pages))]
    public void Excerpt_IsAFewWholeLinesOfTheSource(string page)
    {
        var topic = LectureSite.Topics.Single(topic => topic.Name == page);
        var lines = Excerpt.Of(topic.Source).Split('\n');
        Assert.InRange(lines.Length, FewestLines, MostLines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, WidestLine));
        Assert.Equal(lines.Sum(line => line.Count(letter => letter is '{' or '(')), lines.Sum(line => line.Count(letter => letter is '}' or ')')));

        var source = Directory.GetFiles(Path.Combine(Repository.Root, "samples"), $"{topic.Source}.cs", SearchOption.AllDirectories).Single(file => !file.Contains("/obj/", StringComparison.Ordinal));
        var text = File.ReadAllText(source);
        Assert.All(lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Rules_AreInTheCatalogue(string page)
    {
        var ids = Html.Of(LecturePage.RenderCatalogue()).Descendants("section").Select(section => $"rules.html#{section.Attribute("id")!.Value}").ToHashSet();
        var about = LectureSite.Topics.Single(topic => topic.Name == page).About;
        Assert.NotEmpty(about);
        Assert.All(about, name => Assert.Contains(Catalogue.Link(name).Attribute("href")!.Value, ids));
    }

    [Fact]
    public void Catalogue_HasEveryRule_WithWhatIsSaidOfIt()
    {
        var rules = Catalogue.Entries.Where(entry => entry.Name is not null).ToDictionary(entry => entry.Name!, entry => entry.Paragraphs);
        Assert.Superset(Repository.BuiltInRules.Concat(Repository.RulesOfMatrices).Where(IsRule).ToHashSet(), rules.Keys.ToHashSet());
        Assert.All(rules.Values, paragraphs => Assert.True(paragraphs[0].Length > 20));
        Assert.Throws<ArgumentException>(() => Catalogue.Link("NoSuchRule"));
    }

    [Fact]
    public void Catalogue_HasTheToolbox()
        => Assert.All(
            new[] { "StandardScaler", "MinMaxScaler", "EarlyStopping", "ConfusionMatrix", "Lbfgs", "GradientCheck" },
            name => Assert.Equal($"rules.html#{name}", Catalogue.Link(name).Attribute("href")!.Value));

    /// <summary>A page's command line: one that is not there is refused before anything is computed.</summary>
    [Fact]
    public void Write_ComputesThePagesThatAreAskedFor_AndTellsWhereTheyAre()
    {
        var folder = Directory.CreateTempSubdirectory("lectures");
        try
        {
            using var log = new StringWriter();
            var index = LectureSite.Write(Path.Combine(folder.FullName, "site"), log, "averages", "schedules");
            Assert.Equal(Path.Combine(folder.FullName, "site", "index.html"), index);
            Assert.Equal(
                ["averages.html", "index.html", "rules.html", "schedules.html"],
                Directory.GetFiles(Path.GetDirectoryName(index)!).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
            Assert.Equal(2, Regex.Count(log.ToString(), @"\d s\r?$", RegexOptions.Multiline));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Whether a source file among the rules is one: some are what their hyperparameters are made of.</summary>
    private static bool IsRule(string name)
        => Repository.RulesOfMatrices.Contains(name) || Repository.BuiltInRule(name).Contains("[Optimizer", StringComparison.Ordinal);
}
