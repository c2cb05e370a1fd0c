using System.Linq;
using System.Reflection;

namespace Descent.Generator.Analyzers;

/// <summary>
/// Where the page of a diagnostic is. The build sets <c>HelpLinkBase</c>: unless it knows a public address, that is <c>docs/</c>, the
/// folder of the package in which the pages lie.
/// </summary>
internal static class HelpLinks
{
    private static readonly string s_base = typeof(HelpLinks).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "HelpLinkBase").Value!;

    public static string To(string id) => s_base + id + ".md";
}
