using System.Xml.Linq;
using Lectures;
using Lectures.Site;

namespace Descent.Samples.Tests;

/// <summary>The list of what the lectures teach, held against the pages: nothing is promised that is not there, and no page is lost.</summary>
public sealed class CurriculumTests
{
    private static IEnumerable<LectureTopic> Places => Curriculum.Lectures.SelectMany(lecture => lecture.Topics);

    public static TheoryData<string> Pages => [.. LectureSite.Topics.Select(topic => topic.Name)];

    [Fact]
    public void EveryTopicOfALecture_HasAPage()
    {
        var pages = LectureSite.Topics.Select(topic => topic.Name).ToHashSet();
        Assert.All(Places, place =>
        {
            Assert.NotEmpty(place.Pages);
            Assert.All(place.Pages, page => Assert.Contains(page, pages));
        });
    }

    [Theory, MemberData(nameof(Pages))]
    public void EveryPage_IsTaughtSomewhere(string page) => Assert.NotEmpty(Curriculum.PlacesOf(page));

    [Fact]
    public void NamesAndTitles_AreDistinct()
    {
        Assert.Distinct(LectureSite.Topics.Select(topic => topic.Name));
        Assert.Distinct(LectureSite.Topics.Select(topic => topic.Title));
        Assert.All(Curriculum.Lectures, lecture => Assert.Distinct(lecture.Topics.Select(topic => topic.Title)));
    }

    /// <summary>The page of the lectures has their topics in their order, each with a link to each of its pages.</summary>
    [Fact]
    public void Index_ListsTheTopicsInOrder_WithLinksToTheirPages()
    {
        var items = Html.Of(LecturePage.RenderIndex(LectureSite.Topics)).Descendants("li").ToArray();
        Assert.Equal(Places.Select(place => place.Title), items.Select(item => item.Element("h3")!.Value));
        Assert.All(items.Zip(Places), pair => Assert.Equal(
            pair.Second.Pages.Select(page => $"{page}.html").Order(StringComparer.Ordinal),
            pair.First.Descendants("a").Select(link => link.Attribute("href")!.Value).Order(StringComparer.Ordinal)));
    }

    /// <summary>What the pages link to on the page of the lectures is there.</summary>
    [Theory, MemberData(nameof(Pages))]
    public void Places_AreOnTheIndex(string page)
    {
        var ids = Html.Of(LecturePage.RenderIndex(LectureSite.Topics)).Descendants().Attributes("id").Select(id => $"index.html#{id.Value}").ToHashSet();
        Assert.All(Curriculum.PlacesOf(page), place => Assert.Contains(place.Link.Attribute("href")!.Value, ids));
    }
}
