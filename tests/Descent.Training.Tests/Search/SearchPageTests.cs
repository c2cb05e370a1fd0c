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

    /// <summary>What XML cannot hold is replaced wherever it comes from: a message, the name of a hyperparameter, the text of a strategy.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0xD83D)]
    [InlineData(0xFFFE)]
    public void Page_WithAnyCharacter_IsWellFormed(int code)
    {
        var character = (char)code;
        var space = new SearchSpace(SearchDimension.Uniform($"x{character}", 0, 1));
        var search = new HyperparameterSearch(space, new RandomSearch(4));

        var result = search.Run(trial => trial.Number == 1 ? throw new InvalidOperationException($"native {character}error") : trial.Point.Values[0]);

        var page = result.ToHtml();
        Assert.Contains("InvalidOperationException: native \uFFFDerror", page, StringComparison.Ordinal);
        Assert.Contains("The value of each trial over x\uFFFD", page, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => result.ToHtml($"title {character}"));
    }

    /// <summary>Values, and ranges, so close to each other or so large that there are no round numbers between: drawn, and soon.</summary>
    [Theory]
    [InlineData(1, 1.0000000000000002)]
    [InlineData(-1e-300, 5e-324)]
    [InlineData(0, 5e-324)]
    [InlineData(1e300, 1.0000000000000002e300)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(5e-324, double.MaxValue)]
    [InlineData(double.MaxValue, double.MaxValue)]
    public void Page_OfExtremeValuesAndRanges_IsDrawn(double low, double high)
    {
        var dimensions = new List<SearchDimension> { SearchDimension.Uniform("u", Math.Min(low, high / 2), high) };
        if (low > 0 && low < high)
        {
            dimensions.Add(SearchDimension.LogUniform("l", low, high));
        }

        foreach (var strategy in new SearchStrategy[] { new RandomSearch(4), new BayesianSearch(9), new CoarseToFineSearch(2, 3) })
        {
            var page = new HyperparameterSearch(new([.. dimensions]), strategy).Run(trial => trial.Number % 2 == 0 ? low : high).ToHtml();

            Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        }
    }

    /// <summary>A search that is only ever cancelled has as many trials as an int counts; ten minutes for each are more than a time span holds.</summary>
    [Fact]
    public void Progress_OfASearchWithoutEnd_HasATimeLeft()
    {
        var progress = new SearchProgress(1, int.MaxValue, 0, null, null, TimeSpan.FromMinutes(10));
        Assert.Equal(TimeSpan.MaxValue, progress.Remaining);
        Assert.Equal(TimeSpan.FromMinutes(20), new SearchProgress(1, 3, 0, null, null, TimeSpan.FromMinutes(10)).Remaining);
        var text = new StringWriter();
        new SearchProgressBar(text, ProgressOutput.Lines).Report(progress);
        Assert.Contains("1/2147483647", text.ToString(), StringComparison.Ordinal);
    }
}
