using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Make the class partial": where the modifier goes, what else it touches (nothing), and fixing many at once.</summary>
public sealed class MakePartialCodeFixTests
{
    private const string Update = "[Update] void Update(ref double weight, double gradient) => weight -= gradient;";

    private static readonly CodeFixHarness s_harness = new(new RuleAnalyzer(), new MakePartialCodeFix());

    [Theory]
    [InlineData("class Rule", "partial class Rule")]
    [InlineData("public sealed class Rule", "public sealed partial class Rule")]
    [InlineData("sealed public  class  Rule", "sealed public  partial class  Rule")]
    [InlineData("/* a */ public /* b */ class /* c */ Rule", "/* a */ public /* b */ partial class /* c */ Rule")]
    [InlineData("public sealed\n    class Rule", "public sealed\n    partial class Rule")]
    public async Task Modifier_StandsLastAndTheRestStays(string before, string after) => Assert.Equal(
        Rule(after),
        Assert.Single(await s_harness.FixFirst(Rule(before))));

    [Fact]
    public async Task Documentation_StaysAbove() => Assert.Equal(
        $"using Descent;\n\n/// <summary>A rule.</summary>\n// Why it is here.\n[Optimizer]\npartial class Rule {{ {Update} }} // end\n",
        Assert.Single(await s_harness.FixFirst($"using Descent;\n\n/// <summary>A rule.</summary>\n// Why it is here.\n[Optimizer]\nclass Rule {{ {Update} }} // end\n")));

    [Fact]
    public async Task ContainingTypes_BecomePartial() => Assert.Equal(
        $"readonly ref partial struct A {{ partial interface B {{ public partial record C {{ internal partial record struct D {{ {Rule("partial class Rule")} }} }} }} }}",
        Assert.Single(await s_harness.FixFirst($"readonly ref struct A {{ partial interface B {{ public record C {{ internal record struct D {{ {Rule("class Rule")} }} }} }} }}")));

    [Fact]
    public async Task ContainingTypeAlone_BecomesPartial() => Assert.Equal(
        $"static partial class Outer {{ {Rule("partial class Rule")} }}",
        Assert.Single(await s_harness.FixFirst($"static class Outer {{ {Rule("partial class Rule")} }}")));

    [Fact]
    public async Task EveryPart_BecomesPartial() => Assert.Equal(
        [$"partial class Outer {{ {Rule("partial class Rule")} }}", "partial class Outer { partial class Rule { } }", "class Other { }"],
        await s_harness.FixFirst($"class Outer {{ {Rule("class Rule")} }}", "class Outer { class Rule { } }", "class Other { }"));

    [Theory]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task FixAll_FixesEveryFile(FixAllScope scope) => Assert.Equal(
        [Rule("partial class One") + Rule("public partial class Two"), Rule("internal partial class Three")],
        await FixAll(scope, Rule("class One") + Rule("public class Two"), Rule("internal class Three")));

    [Fact]
    public async Task FixAll_RulesOfOneContainingType_MarkItOnce() => Assert.Equal(
        $"partial class Outer {{ {Rule("partial class One")} {Rule("partial class Two")} }}",
        Assert.Single(await FixAll(FixAllScope.Document, $"class Outer {{ {Rule("class One")} {Rule("class Two")} }}")));

    private static Task<IReadOnlyList<string>> FixAll(FixAllScope scope, params string[] sources)
        => s_harness.FixAll(scope, nameof(MakePartialCodeFix), sources);

    private static string Rule(string declaration) => $"[Descent.Optimizer] {declaration} {{ {Update.Replace("[Update]", "[Descent.Update]", StringComparison.Ordinal)} }}";
}
