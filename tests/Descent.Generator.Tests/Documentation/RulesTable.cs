using System.Globalization;
using System.Text;
using Descent.Generator.Model;
using Descent.Generator.Kernels;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the built-in rules: what their documentation says, and what the compiler finds in them.</summary>
internal static class RulesTable
{
    private const int BytesOfFloat = 4;

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # The built-in rules

            Written by the tests from the rules themselves; do not edit. Bytes are those that one step of one `float` weight moves, read and written; a
            range where they depend on hyperparameters. A state is one value for each weight, unless it says for what.
            """.ReplaceLineEndings("\n"));
        foreach (var (title, rules) in RuleFamilies.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\n## {title}\n\n| rule | states | sweeps | bytes | what it is | conventions |\n| --- | --- | ---: | ---: | --- | --- |\n");
            text.AppendJoin('\n', rules.Select(rule => Row(rule, "Descent", Repository.BuiltInRule(rule))));
        }

        text.Append("""


            ## Of whole matrices, in the package Descent.Matrix

            Bytes are those of the sweeps; operations on whole matrices come between these. A square state has a row and a column for each row, or column, of the
            weights.

            | rule | states | sweeps | bytes | what it is | conventions |
            | --- | --- | ---: | ---: | --- | --- |

            """.ReplaceLineEndings("\n"));
        text.AppendJoin('\n', Repository.RulesOfMatrices.Select(rule => Row(rule, "Descent.Matrix", Repository.RuleOfMatrices(rule))));

        return text.Append('\n').ToString();
    }

    private static string Row(string name, string project, string source)
    {
        var compilation = GeneratorHarness.Compile(source);
        var symbol = compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var model = RuleReader.Read(symbol, compilation, CancellationToken.None).Model!;
        var update = RulePlan.Of(model, CancellationToken.None)!.Methods[0];
        var bytes = update.Variants.Select(variant => BytesOfFloat * variant.Sweeps.Sum(sweep => sweep.Streams)).ToList();
        return $"| [{name}](../{project}/Optimizers/{name}.cs) | {States(model)} | {Text(update.Sweeps)} | {Range(bytes)} | {DocumentationText.Of(symbol, "summary")} | {DocumentationText.Of(symbol, "remarks")} |";
    }

    private static string States(RuleModel model)
    {
        var states = model.States.Select(state => state.Scope switch
        {
            Axes.Tensor => $"`{state.PropertyName}` (tensor)",
            Axes.Optimizer => $"`{state.PropertyName}` (optimizer)",
            Axes.Row or Axes.Column when state.IsSquare => $"`{state.PropertyName}` (square, {state.Scope.PerName().ToLowerInvariant()}s)",
            Axes.Row => $"`{state.PropertyName}` (row)",
            Axes.Column => $"`{state.PropertyName}` (column)",
            _ => $"`{state.PropertyName}`",
        }).Concat(model.Inputs.Select(input => $"`{input.PropertyName}` (input)"));
        return string.Join(", ", states.DefaultIfEmpty("none"));
    }

    private static string Range(List<int> numbers) => numbers.Min() == numbers.Max() ? Text(numbers.Min()) : $"{Text(numbers.Min())}–{Text(numbers.Max())}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
