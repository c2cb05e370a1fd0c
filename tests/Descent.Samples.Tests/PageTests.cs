using System.Xml.Linq;
using Lectures;
using Lectures.Site;

namespace Descent.Samples.Tests;

/// <summary>
/// Pages as they are written: text for every picture, no number that is none, no figure without a caption, and the same page again. The pages
/// that train for long are looked at where DESCENT_LECTURES is set to all.
/// </summary>
public sealed class PageTests
{
    private static readonly string[] Quick =
        ["averages", "ravine", "local-minimum", "first-steps", "schedules", "scales", "loss-functions", "checks", "activations", "noise"];

    public static TheoryData<string> Pages
        => Environment.GetEnvironmentVariable("DESCENT_LECTURES") == "all" ? CurriculumTests.Pages : [.. Quick];

    [Theory, MemberData(nameof(Pages))]
    public void Page_IsWhole(string name)
    {
        var topic = LectureSite.Topics.Single(topic => topic.Name == name);
        var page = LecturePage.Render(topic, LectureSite.Topics);
        var main = Html.Of(page);

        Assert.Equal(topic.Title, main.Element("header")!.Element("h1")!.Value);
        var pictures = main.Descendants().Where(element => element.Attribute("role")?.Value == "img").ToArray();
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.Equal("title", picture.Elements().First().Name.LocalName));
        Assert.All(pictures, picture => Assert.NotEmpty(picture.Elements().First().Value));
        Assert.All(main.Descendants("img"), image => Assert.NotEmpty(image.Attribute("alt")!.Value));
        Assert.All(main.Descendants("figcaption"), caption => Assert.True(caption.Value.Length > 20, caption.Value));
        Assert.NotEmpty(main.Descendants("pre").Single().Value);

        // What one reads, and where the lines go.
        foreach (var text in main.DescendantNodes().OfType<XText>().Select(text => text.Value).Concat(main.Descendants().Attributes("d").Select(path => path.Value)))
        {
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("scales")]
    [InlineData("averages")]
    [InlineData("checks")]
    public void Page_IsTheSameAgain(string name)
    {
        var topic = LectureSite.Topics.Single(topic => topic.Name == name);
        Assert.Equal(LecturePage.Render(topic, LectureSite.Topics), LecturePage.Render(topic, LectureSite.Topics));
    }
}
