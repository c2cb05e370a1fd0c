using System.Xml.Linq;

namespace Descent.Samples.Tests;

/// <summary>Pages as trees: their bodies are well-formed XML.</summary>
internal static class Html
{
    /// <summary>The main element of a page.</summary>
    public static XElement Of(string page)
    {
        var (start, end) = (page.IndexOf("<main", StringComparison.Ordinal), page.LastIndexOf("</main>", StringComparison.Ordinal));
        return XElement.Parse(page[start..(end + "</main>".Length)]);
    }
}
