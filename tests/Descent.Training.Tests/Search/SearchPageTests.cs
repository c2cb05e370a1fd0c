using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Descent.Training.Tests.Search;

/// <summary>The table and the page: complete, self-contained, well-formed.</summary>
public sealed partial class SearchPageTests
{
    private static readonly SearchSpace Space = new(SearchDimension.LogUniform("rate", 1e-5, 1), SearchDimension.OneOf("a < b", 1, 2));

    private static readonly SearchResult Result = new HyperparameterSearch(Space, new RandomSearch(12)).Run(
        trial => trial.Number == 3 ? throw new ArithmeticException("<broken>") : trial["rate"] * (trial.Number + 1));

    [Fact]
    public void Table_HasTheBestFirst()
    {
        var lines = Result.ToTable(3).ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("12 of 12 trials, 1 failed; random, seed 1", lines[0]);
        Assert.Equal(["trial", "value", "rate", "a < b", "seconds"], Columns().Split(lines[1].Trim()));
        Assert.StartsWith($"  {Result.Best!.Number}", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Contains("failed", Result.ToTable(100), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_ShowsEveryTrial_AndNeedsNothingElse()
    {
        var page = Result.ToHtml("Tuning <digits> & more");
        var main = XElement.Parse(page[page.IndexOf("<main>", StringComparison.Ordinal)..page.IndexOf("</body>", StringComparison.Ordinal)]);

        Assert.Equal("Tuning <digits> & more", main.Element("h1")!.Value);
        Assert.Equal(12, main.Descendants("tbody").Single().Elements("tr").Count());
        Assert.Equal("ArithmeticException: <broken>", (string?)main.Descendants("tr").Single(row => (string?)row.Attribute("class") == "failed").Attribute("title"));

        // The progress for wide and narrow pages and each hyperparameter, all with the 11 trials that gave a value.
        Assert.Equal([11, 11, 11, 11], main.Descendants("svg").Select(svg => svg.Elements("circle").Count()));
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(1e-320)]
    public void Page_WithValuesThatAreAllTheSame_IsDrawn(double value)
    {
        var page = new HyperparameterSearch(Space, new RandomSearch(2)).Run(_ => value).ToHtml();
        Assert.Equal(double.IsNaN(value) ? 0 : 4, page.Split("<svg ").Length - 1);
        Assert.DoesNotContain("y=\"NaN\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfACancelledSearch_SaysSo()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var result = new HyperparameterSearch(Space, new RandomSearch(2)).Run(_ => 0, cancelled.Token);
        Assert.Contains("No trial gave a value. 0 of 2 trials are done", result.ToHtml(), StringComparison.Ordinal);
        Assert.Null(result.Best);
    }

    [GeneratedRegex(" {2,}")]
    private static partial Regex Columns();
}
