using System.Xml.Linq;

namespace Lectures.Site;

/// <summary>One topic of the lectures: a page.</summary>
/// <param name="Name">The name of its file, without ending.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Lead">What it is about, in a sentence or two.</param>
/// <param name="Content">Computes what the page shows.</param>
internal sealed record Topic(string Name, string Title, string Lead, Func<object[]> Content)
{
    /// <summary>The name of its file.</summary>
    public string File => $"{Name}.html";

    public XElement Link => new("a", new XAttribute("href", File), Title);

    /// <summary>The rules and the parts of <c>Descent.Training</c> that the page is about, each with an entry in the catalogue.</summary>
    public required IReadOnlyList<string> About { get; init; }

    /// <summary>The source file, without ending, some lines of which made the page and are shown on it.</summary>
    public required string Source { get; init; }
}
