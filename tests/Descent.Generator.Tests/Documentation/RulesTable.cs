using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Descent.Generator.Emission;
using Descent.Generator.IR;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Documentation;

/// <summary>The table of the built-in rules: what their documentation says, and what the compiler finds in them.</summary>
internal static partial class RulesTable
{
    private const int BytesOfFloat = 4;

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # The built-in rules

            Written by the tests from the rules themselves; do not edit. Bytes are those that one step of one `float` weight moves, read and written; a
            range where they depend on hyperparameters. A state is one value for each weight, unless it says for what.

            | rule | states | passes | bytes | what it is | conventions |
            | --- | --- | ---: | ---: | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var rule in Repository.BuiltInRules)
        {
            text.Append(Row(rule)).Append('\n');
        }

        return text.ToString();
    }

    private static string Row(string name)
    {
        var compilation = GeneratorHarness.Compile(Repository.BuiltInRule(name));
        var symbol = compilation.GetSymbolsWithName(name, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var model = RuleReader.Read(symbol, compilation, CancellationToken.None).Model!;
        var update = new LoweredMethod(model.Update, PassPipeline.Lower(PassPipeline.Simplify(model.Update.Body, model.Functions, CancellationToken.None), model.IsRelaxed, CancellationToken.None));
        var bytes = update.Variants.Select(variant => BytesOfFloat * variant.Values.Count(value => IsStream(update.Program[value]))).ToList();
        var passes = update.Variants.Max(variant => variant.Segments.Count(segment => segment.Loop is not null));
        var documentation = XElement.Parse(symbol.GetDocumentationCommentXml()!);
        return $"| [{name}](../Descent/Optimizers/{name}.cs) | {States(model)} | {Text(passes)} | {Range(bytes)} | {Plain(documentation.Element("summary"))} | {Plain(documentation.Element("remarks"))} |";
    }

    private static bool IsStream(Instruction instruction) => instruction.Opcode is Opcode.Load or Opcode.Store && instruction.Scope == Axes.Weight;

    private static string States(RuleModel model)
    {
        var states = model.States.Select(state => state.Scope switch
        {
            Axes.Tensor => $"`{state.PropertyName}` (tensor)",
            Axes.Step => $"`{state.PropertyName}` (step)",
            Axes.Optimizer => $"`{state.PropertyName}` (optimizer)",
            _ => $"`{state.PropertyName}`",
        }).Concat(model.Inputs.Select(input => $"`{input.PropertyName}` (input)"));
        return string.Join(", ", states.DefaultIfEmpty("none"));
    }

    private static string Range(List<int> numbers) => numbers.Min() == numbers.Max() ? Text(numbers.Min()) : $"{Text(numbers.Min())}–{Text(numbers.Max())}";

    /// <summary>Documentation on one line: references by their names, paragraphs one after the other.</summary>
    private static string Plain(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var words = element.DescendantNodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "paramref" or "seealso" } reference => $"`{LastName(reference)}`",
            _ => " ",
        });
        return WhiteSpace().Replace(string.Concat(words), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string LastName(XElement reference)
    {
        var target = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? "";
        var name = target.Split('(')[0].Split('`')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..].TrimEnd('!');
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
