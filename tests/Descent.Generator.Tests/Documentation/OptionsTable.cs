using System.Globalization;
using System.Text;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the options of an optimizer: what their documentation says.</summary>
internal static class OptionsTable
{
    public static string Write()
    {
        var source = Repository.Read("runtime", "Descent", "Steps", "OptimizerOptions.cs");
        var compilation = GeneratorHarness.Compile(source);
        var options = Find(compilation, nameof(OptimizerOptions)).GetMembers().OfType<IPropertySymbol>()
            .Where(property => property.DeclaredAccessibility == Accessibility.Public);
        var policies = Find(compilation, nameof(NonFiniteGradients)).GetMembers().OfType<IFieldSymbol>();
        var text = new StringBuilder();
        text.Append("""
            # The options of a step

            Written by the tests from the documentation of `OptimizerOptions`; do not edit. An optimizer has them, and so has a group:

            ```csharp
            optimizer.Options.MaxDegreeOfParallelism = 4;
            optimizer.Options.GradientScale = 1.0 / 1024;
            optimizer.Options.MaximumGradientNorm = 1;
            optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
            ```

            What they ask for happens beside the rule, while a chunk of the gradients is in the cache.

            | option | type | meaning | refused |
            | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var option in options)
        {
            var type = option.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            var meaning = $"{DocumentationText.Of(option, "summary")} {DocumentationText.Of(option, "remarks")}".TrimEnd();
            text.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | `{type}` | {meaning} | {DocumentationText.Of(option, "exception")} |\n");
        }

        text.Append("\nThe members of `NonFiniteGradients`:\n\n| member | meaning |\n| --- | --- |\n");
        foreach (var policy in policies)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{policy.Name}` | {DocumentationText.Of(policy, "summary")} |\n");
        }

        return text.ToString();
    }

    private static INamedTypeSymbol Find(Compilation compilation, string name) => compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
}
