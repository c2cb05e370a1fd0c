using System.Globalization;
using System.Text;
using Descent.Generator.Analyzers;
using Descent.Generator.IR;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Hostile;

/// <summary>
/// Damaged bodies in referenced assemblies: the generator and the analyzer never throw and never hang, and what is not refused compiles.
/// </summary>
public sealed class DamagedBodyTests
{
    private const int Batch = 50;

    private const string Body = """
        %0 = arg.f64
        %1 = arg.f64 #1
        %2 = abs.f64 %0
        %3 = const.f64 0.5
        %4 = gt.bool %2, %1
        if %4
          %6:inside = sub.f64 %2, %1
          %7 = sqrt.f64 %6
        else
          %9 = const.i32 3
          %10 = todouble.f64 %9
          %11 = clamp.f64 %3, %0, %10
        end
        %13 = phi.f64 %4, %7, %11
        %14 = reduce.f64 %13
        %15 = ge.bool %14, %3
        %16 = xor.bool %15, %4
        if %16
          %18 = fma.f64 %0, %1, %13
        else
        end
        %21:result = phi.f64 %16, %18, %0
        return %21
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task DamagedBodies_NeverMakeTheCompilerThrow(int seed)
    {
        var random = new Random(seed);
        var texts = Enumerable.Range(0, Batch).Select(_ => Damage(random)).ToList();
        Assert.Contains(texts, text => InlineableText.TryParse(text, [new(ScalarType.Double, false, false), new(ScalarType.Double, false, false)], [ScalarType.Double]) is not null);

        await Check(texts);
    }

    /// <summary>What a formula written out would be too long for: 2ⁿ operations, or deep in each other.</summary>
    [Fact]
    public async Task BodiesOfGreatDepth_CompileInTime() => await Check(
    [
        Chain(600, value => $"add.f64 %{value}, %{value}"),
        Chain(600, value => $"sqrt.f64 %{value}"),
        Chain(600, value => $"pow.f64 %{value}, %{value}"),
        "%0 = arg.f64\n%c = lt.bool %0, %0\n" + string.Concat(Enumerable.Repeat("if %c\n", 60)) + string.Concat(Enumerable.Repeat("end\n", 60)) + "return %0",
    ]);

    private static string Chain(int length, Func<int, string> link)
        => "%0 = arg.f64\n" + string.Concat(Enumerable.Range(0, length).Select(value => FormattableString.Invariant($"%{value + 1} = {link(value)}\n"))) + FormattableString.Invariant($"return %{length}");

    /// <summary>Each body is called by two rules, once with what differs from weight to weight and once with what does not.</summary>
    private static async Task Check(IReadOnlyList<string> texts)
    {
        var library = new StringBuilder();
        var rules = new StringBuilder();
        for (var index = 0; index < texts.Count; index++)
        {
            var name = "M" + index.ToString(CultureInfo.InvariantCulture);
            library.Insert(0, $"[assembly: Descent.CompilerServices.InlineableBody({InlineableText.Version}, \"Library.{name}(double, double)\", {SymbolDisplay.FormatLiteral(texts[index], quote: true)})]\n");
            rules.Append(CultureInfo.InvariantCulture, $$"""
                [Optimizer] partial class {{name}}Inside { [Update] void Update(ref double weight, double gradient) => weight -= Library.{{name}}(gradient, weight); }
                [Optimizer] partial class {{name}}Outside { [Hyperparameter(0.5)] public partial double Rate { get; set; } [Update] void Update(ref double weight, double gradient) => weight -= Library.{{name}}(Rate, 2) * gradient; }

                """);
        }

        library.Append("public static class Library {");
        for (var index = 0; index < texts.Count; index++)
        {
            library.Append(CultureInfo.InvariantCulture, $" public static double M{index}(double x, double y) => x;");
        }

        var reference = Library.Reference(GeneratorHarness.Compile(library.Append('}').ToString()).WithAssemblyName("Library"));
        var (complete, _) = GeneratorHarness.Generate(GeneratorHarness.Compile(rules.ToString()).AddReferences(reference));
        var found = await complete.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        Assert.DoesNotContain(complete.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static string Damage(Random random)
    {
        var lines = Body.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim().Split(' ').ToList()).ToList();
        for (var edits = random.Next(1, 3); edits > 0; edits--)
        {
            var (line, other) = (lines[random.Next(lines.Count)], lines[random.Next(lines.Count)]);
            var at = random.Next(line.Count);
            switch (random.Next(7))
            {
                case 0:
                    lines.Remove(line);
                    break;
                case 1:
                    lines.Insert(random.Next(lines.Count), [.. line]);
                    break;
                case 2:
                    (line[at], other[^1]) = (other[^1], line[at]);
                    break;
                case 3:
                    line[at] = "%" + random.Next(22).ToString(CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? "," : "");
                    break;
                case 4:
                    var operation = OperationTable.All[random.Next(OperationTable.All.Count)];
                    line[Math.Min(2, line.Count - 1)] = operation.Name + (random.Next(8) switch { 0 => ".bool", 1 => ".i32", 2 => "", _ when operation.Is(OperationTraits.Comparison) => ".bool", _ => ".f64" });
                    break;
                case 5:
                    line[at] = new[] { "#1", "#-1", "@5", "99999999999999999999", "nan", "inf", "\"", "\\", "=", "x", "%1:class", "%1:Größe", "\u0000" }[random.Next(13)];
                    break;
                default:
                    line[at] = line[at].Length == 0 ? "?" : line[at].Remove(random.Next(line[at].Length), 1);
                    break;
            }
        }

        return string.Join('\n', lines.Select(line => string.Join(' ', line)));
    }
}
