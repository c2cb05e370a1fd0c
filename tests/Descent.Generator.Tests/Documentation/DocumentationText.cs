using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Documentation;

/// <summary>What the documentation of a symbol says, as a cell of a table in Markdown.</summary>
internal static partial class DocumentationText
{
    /// <summary>The texts of a symbol's elements of a name, each on one line: references by their names, paragraphs one after the other.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="element">The name, such as <c>summary</c>.</param>
    /// <returns>The texts, one after the other; empty if there are none.</returns>
    public static string Of(ISymbol symbol, string element)
        => string.Join(" ", XElement.Parse(symbol.GetDocumentationCommentXml()!).Elements(element).Select(Plain));

    private static string Plain(XElement element)
    {
        var words = element.DescendantNodes().Select(node => node switch
        {
            XText { Parent.Name.LocalName: "c" } code => $"`{code.Value}`",
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "paramref" or "seealso" } reference => $"`{LastName(reference)}`",
            XElement { Name.LocalName: "c" } => "",
            _ => " ",
        });
        return WhiteSpace().Replace(string.Concat(words), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string LastName(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
        var name = TypeParameters().Replace(target.Split('(')[0], "");
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..].TrimEnd('!');
    }

    [GeneratedRegex(@"`+\d+|\{[^}]*\}")]
    private static partial Regex TypeParameters();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
