using System;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Analyzers;

/// <summary>
/// Where the page of a diagnostic is. A descriptor knows what the compiler was built with, <c>HelpLinkBase</c>: unless that is a public address, the
/// path of the pages in repository and package. Editors open only absolute addresses, and where a package lies is known where it is used: it
/// gives that to the compiler, in <c>DescentHelpLinkBase</c>, and what is reported links there.
/// </summary>
internal static class HelpLinks
{
    private const string BaseOption = "build_property.DescentHelpLinkBase";

    private static readonly string s_base = typeof(HelpLinks).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "HelpLinkBase").Value!;

    public static string To(string id) => s_base + id + ".md";

    /// <summary>The descriptor to report with in a project with these options: it has a link that can be opened, if there is one.</summary>
    public static DiagnosticDescriptor LinkedBy(this DiagnosticDescriptor descriptor, AnalyzerConfigOptions options)
        => !Uri.TryCreate(descriptor.HelpLinkUri, UriKind.Absolute, out _)
            && options.TryGetValue(BaseOption, out var path)
            && Uri.TryCreate(path + descriptor.Id + ".md", UriKind.Absolute, out var page)
                ? descriptor.With(page.AbsoluteUri, [.. descriptor.CustomTags])
                : descriptor;

    /// <inheritdoc cref="LinkedBy(DiagnosticDescriptor, AnalyzerConfigOptions)"/>
    public static DiagnosticDescriptor LinkedBy(this DiagnosticDescriptor descriptor, AnalyzerOptions options)
        => descriptor.LinkedBy(options.AnalyzerConfigOptionsProvider.GlobalOptions);

    /// <summary>The same that a pragma may silence, as all that a generator says: an error that nothing silences ends csc there, before analyzers and C# say what else is wrong.</summary>
    public static DiagnosticDescriptor SaidByGenerator(this DiagnosticDescriptor descriptor) => descriptor.With(descriptor.HelpLinkUri, []);

    private static DiagnosticDescriptor With(this DiagnosticDescriptor descriptor, string helpLink, string[] tags) => new(
        descriptor.Id,
        descriptor.Title,
        descriptor.MessageFormat,
        descriptor.Category,
        descriptor.DefaultSeverity,
        descriptor.IsEnabledByDefault,
        descriptor.Description,
        helpLink,
        tags);
}
