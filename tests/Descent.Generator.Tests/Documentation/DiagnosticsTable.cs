using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the diagnostics: what their descriptors say, and which have a fix.</summary>
internal static partial class DiagnosticsTable
{
    private static readonly HashSet<string> s_fixable =
    [
        .. typeof(UseMathCodeFix).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds),
    ];

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # The diagnostics

            Written by the tests from the analyzers themselves; do not edit.

            An error cannot be compiled, or would throw; a warning is almost surely wrong; an info is worth knowing; what is off is shown where an
            `.editorconfig` asks for it. Each has a page with the arithmetic behind it, and links to it: to the file in the package, `generator/docs`, unless a
            project sets the property `DescentHelpLinkBase` to another place. No pragma, attribute or `.editorconfig` makes a class with an error of the structure
            build: the program would throw at its first step.

            [A transcript](first-rule.md) shows a rule with three mistakes, mended from the messages alone. [Who notices a mistake](mutations.md) counts what is
            found of the mistakes that optimizers had, and of all small mistakes in ten rules.

            """.ReplaceLineEndings("\n"));
        foreach (var category in Descriptors.All.GroupBy(descriptor => descriptor.Category))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {Title(category.Key)}\n\n| id | severity | what it finds | fix |\n| --- | --- | --- | --- |\n");
            foreach (var descriptor in category.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal))
            {
                text.Append(Row(descriptor)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Title(string category) => category switch
    {
        "Descent.Structure" => "Structure: what cannot be compiled, and how a rule is declared",
        "Descent.Dataflow" => "Dataflow: what leads nowhere",
        "Descent.Mathematics" => "Mathematics: what computes something else",
        "Descent.Use" => "Use: where optimizers are called",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "This category has no heading."),
    };

    private static string Row(DiagnosticDescriptor descriptor)
    {
        var severity = descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString().ToLowerInvariant() : "off";
        var title = Attribute().Replace(descriptor.Title.ToString(CultureInfo.InvariantCulture), "`$0`");
        return $"| [{descriptor.Id}]({descriptor.Id}.md) | {severity} | {title} | {(s_fixable.Contains(descriptor.Id) ? "yes" : "")} |";
    }

    [GeneratedRegex(@"\[\w+\]")]
    private static partial Regex Attribute();
}
