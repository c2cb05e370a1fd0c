using System.Text;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the parts that chains are made of: what their documentation and their parameters say.</summary>
internal static class ChainsTable
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # Composing a rule of parts

            Written by the tests from the parts themselves; do not edit.

            ```csharp
            using Descent;
            using Descent.Chains;

            [Optimizer]
            [Chain(typeof(ClipByGlobalNorm), typeof(ScaleByAdam), typeof(AddDecayedWeights), typeof(ScaleByLearningRate), typeof(AverageWeights))]
            public sealed partial class MyOptimizer;
            ```

            The parts are composed when you compile, into the sweeps that the same operations in one method would take, with the same bits: here one
            reading of the gradients for the norm, and one sweep for all the rest. Their states and hyperparameters are those of `MyOptimizer`
            (`new MyOptimizer { LearningRate = 1e-3, MaximumGlobalNorm = 1 }`).

            A part of your own is a static class:

            ```csharp
            using Descent;

            public static class ScaleBySignAgreement
            {
                [Transform]
                public static double Apply(double update, double gradient, [Hyperparameter(0.5, Min = 0)] double disagreement)
                    => update * gradient > 0 ? update : disagreement * update;
            }
            ```

            `Descent.Chains` has these:

            | part | hyperparameters | what it does |
            | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var part in Repository.ChainParts)
        {
            text.Append(Row(part)).Append('\n');
        }

        return text.ToString();
    }

    private static string Row(string name)
    {
        var part = GeneratorHarness.Compile(Repository.ChainPart(name)).GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var hyperparameters =
            from parameter in part.GetMembers("Apply").OfType<IMethodSymbol>().Single().Parameters
            from attribute in parameter.GetAttributes()
            where attribute.AttributeClass!.Name == nameof(HyperparameterAttribute)
            let @default = ((AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax()).ArgumentList!.Arguments[0]
            select $"`{PropertyName(parameter.Name)}` = {@default}";
        return $"| `{name}` | {string.Join(", ", hyperparameters)} | {DocumentationText.Of(part, "summary")} |";
    }

    private static string PropertyName(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter[1..];
}
