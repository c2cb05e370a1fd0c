using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The file that keeps what states are called: what differs from it is named, and written or explained by a fix.</summary>
public sealed class SchemaFileTests
{
    private const string Rule = "[Optimizer] public sealed partial class {|DSC0015:Momentum|} { [Update] static void Update(ref double w, double g, [State] ref double velocity) { velocity = 0.9 * velocity + g; w -= 0.01 * velocity; } }";

    private static string Bare => AnalyzerHarness.Unmark(Rule).Source;

    [Theory]
    [InlineData("", "'Velocity' is new")]
    [InlineData("# Other.Velocity: Weight", "'Velocity' is new")]
    [InlineData("Momentum.Velocity: Row", "'Velocity' was 'Row' and is 'Weight', so that checkpoints which have it are refused")]
    [InlineData("Momentum.M: Weight", "'Velocity' is new; 'M' is gone, so that checkpoints which have it are refused")]
    [InlineData("Momentum.M: Weight\nMomentum.Velocity: Weight\n", "'M' is gone, so that checkpoints which have it are refused")]
    public async Task WhatDiffers_IsNamed(string file, string differences)
    {
        var messages = await AnalyzerHarness.CheckWith(new RuleAnalyzer(), Rule, (SchemaFile.Name, file));
        Assert.Equal($"The states of 'Momentum' are not those that RuleSchemas.txt has: {differences}", Assert.Single(messages));
    }

    [Theory]
    [InlineData("Momentum.Velocity: Weight", "[State]")]
    [InlineData("# a comment\n\nMomentum.Velocity: Weight\r\n", "[State]")]
    [InlineData("Momentum.M: Weight\nMomentum.Velocity: Weight", "[State(Was = \"V, M\")]")]
    public async Task WhatIsTheSame_OrExplained_IsNot(string file, string state)
        => Assert.Empty(await AnalyzerHarness.CheckWith(new RuleAnalyzer(), Bare.Replace("[State]", state, StringComparison.Ordinal), (SchemaFile.Name, file)));

    /// <summary>A rule that is gone, or has another name: each is named once, where the file has it. Rules in namespaces and in other classes are found.</summary>
    [Fact]
    public async Task RuleThatIsGone_IsNamed()
    {
        const string Step = "{ [Update] static void Update(ref double w, double g, [State] ref double m) { m += g; w -= m; } }";
        var compilation = GeneratorHarness.Compile(
            $"namespace Rules {{ [Optimizer] public sealed partial class Here {Step} public static partial class Outer {{ [Optimizer] public sealed partial class Inner {Step} }} public class Plain {{ }} }}");
        var file = new AdditionalSource(SchemaFile.Name, "# Commented.M: Weight\nRules.Gone.A: Weight\nRules.Gone.B: Row\nRules.Here.M: Weight\nRules.Outer.Inner.M: Weight\nRules.Plain.M: Weight\n");
        var found = await compilation.WithAnalyzers([new RuleAnalyzer()], new AnalyzerOptions([file])).GetAnalyzerDiagnosticsAsync();
        Assert.Equal(
            [
                (1, "The states of 'Rules.Gone' are not those that RuleSchemas.txt has: there is no such rule, so that checkpoints which have it are refused"),
                (5, "The states of 'Rules.Plain' are not those that RuleSchemas.txt has: there is no such rule, so that checkpoints which have it are refused"),
            ],
            found.Where(diagnostic => diagnostic.Id == "DSC0015").Select(diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.GetMessage(null))).Order());
    }

    [Fact]
    public async Task WithoutTheFile_NothingIsCompared()
    {
        Assert.Empty(await AnalyzerHarness.Check(new RuleAnalyzer(), Bare));
        Assert.Empty(await AnalyzerHarness.CheckWith(new RuleAnalyzer(), Bare, ("Other.txt", "")));
    }

    [Fact]
    public async Task Fix_WritesTheStates()
    {
        var (sources, file) = await Fix("# Other.X: Weight\nMomentum.Velocity: Row\n", "Write", Bare);
        Assert.Equal("# Other.X: Weight\nMomentum.Velocity: Weight\n", file);
        Assert.Equal(Bare, sources);
        Assert.Equal("Momentum.Velocity: Weight\n", (await Fix("Momentum.M: Weight", "Write", Bare)).File);
    }

    [Theory]
    [InlineData("[State]", "[State(Was = \"M\")]")]
    [InlineData("[State()]", "[State(Was = \"M\")]")]
    [InlineData("[State(Name = \"Speed\", Initial = 1)]", "[State(Name = \"Speed\", Initial = 1, Was = \"M\")]")]
    public async Task Fix_SaysWhatItWas(string before, string after)
    {
        var name = before.Contains("Speed", StringComparison.Ordinal) ? "Speed" : "Velocity";
        var (sources, file) = await Fix("Momentum.M: Weight\n", "Was", Bare.Replace("[State]", before, StringComparison.Ordinal));
        Assert.Equal(Bare.Replace("[State]", after, StringComparison.Ordinal), sources);
        Assert.Equal($"Momentum.M: Weight\nMomentum.{name}: Weight\n", file);
    }

    [Fact]
    public void FormerNames_AreInTheSchema_ThoseOfElementsWithTheirNumbers()
    {
        var (compilation, files) = GeneratorHarness.Generate("""
            [Optimizer] public sealed partial class Rule
            {
                [Update] static void Update(ref double w, double g, [State(Count = 2, Was = "Old, Older")] Span<double> m, [State] ref double v) { m[0] += g; m[1] += m[0]; v += m[1]; w -= v; }
                [ToEvaluation, ToTraining] static void Turn(ref double w, [State(Was = "Speed")] ref double v) => w -= v;
            }
            """);
        GeneratorHarness.AssertClean(compilation);
        var generated = string.Concat(files.Values);
        Assert.Contains("new(\"M0\", global::Descent.Per.Weight) { FormerNames = [\"Old0\", \"Older0\"] }", generated, StringComparison.Ordinal);
        Assert.Contains("new(\"M1\", global::Descent.Per.Weight) { FormerNames = [\"Old1\", \"Older1\"] }", generated, StringComparison.Ordinal);
        Assert.Contains("new(\"V\", global::Descent.Per.Weight) { FormerNames = [\"Speed\"] }", generated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormerName_IsAnIdentifier() => Assert.Contains("'Was' must be C# identifiers, with commas between; '1' is none", Assert.Single(await AnalyzerHarness.CheckIds(
        ["DSC0004"],
        new RuleAnalyzer(),
        "[Optimizer] public sealed partial class Rule { [Update] static void Update(ref double w, double g, [State(Was = \"A, 1\")] ref double {|DSC0004:m|}) { m += g; w -= m; } }")), StringComparison.Ordinal);

    private static async Task<(string Sources, string File)> Fix(string file, string key, string source)
    {
        var harness = new CodeFixHarness(new RuleAnalyzer(), new ChangedStatesCodeFix());
        var (fixedSource, fixedFile) = await harness.FixWith((SchemaFile.Name, file), key, "using Descent;\n" + source);
        return (fixedSource["using Descent;\n".Length..], fixedFile);
    }
}
