using Descent.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Which link a diagnostic is reported with. What the compiler makes of it is tested with the package.</summary>
public sealed class HelpLinksTests
{
    private const string Base = "build_property.DescentHelpLinkBase";

    [Theory]
    [InlineData("generator/docs/DSC0201.md", "https://example.org/a b/", "https://example.org/a%20b/DSC0201.md")]
    [InlineData("generator/docs/DSC0201.md", "docs/", "generator/docs/DSC0201.md")]
    [InlineData("generator/docs/DSC0201.md", null, "generator/docs/DSC0201.md")]
    [InlineData("https://example.org/built/DSC0201.md", "https://example.org/package/", "https://example.org/built/DSC0201.md")]
    public void Link_IsTheFirstAbsoluteOne(string built, string? given, string expected)
    {
        var descriptor = new DiagnosticDescriptor("DSC0201", "t", "m {0}", "c", DiagnosticSeverity.Warning, isEnabledByDefault: false, "d", built, "tag");

        var linked = descriptor.LinkedBy(new Options(given));

        Assert.Equal(expected, linked.HelpLinkUri);
        Assert.Equal(
            (descriptor.Id, descriptor.Title, descriptor.MessageFormat, descriptor.Category, descriptor.DefaultSeverity, descriptor.IsEnabledByDefault, descriptor.Description),
            (linked.Id, linked.Title, linked.MessageFormat, linked.Category, linked.DefaultSeverity, linked.IsEnabledByDefault, linked.Description));
        Assert.Equal(descriptor.CustomTags, linked.CustomTags);
    }

#nullable disable // The attribute that the overridden method has is there twice: the runtime's, and the generator's own.
    private sealed class Options(string value) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string found)
        {
            found = key == Base ? value : null;
            return found is not null;
        }
    }
}
