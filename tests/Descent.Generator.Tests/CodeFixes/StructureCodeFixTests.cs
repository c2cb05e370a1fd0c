using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>The fixes of rules that cannot be compiled.</summary>
public sealed class StructureCodeFixTests
{
    [Theory]
    [InlineData("public double Rate { get; set; }", "public partial double Rate { get; set; }")]
    [InlineData("/* a */ public /* b */ bool Rate { get; init; } // c", "/* a */ public /* b */ partial bool Rate { get; init; } // c")]
    public async Task Property_BecomesPartial(string before, string after) => Assert.Equal(
        WithProperty(after), Assert.Single(await Fixing(new MakePropertyPartialCodeFix()).FixFirst(WithProperty(before))));

    [Theory]
    [InlineData("public float Rate { get; set; }")]
    [InlineData("public double Rate => 1;")]
    [InlineData("public static double Rate { get; set; }")]
    public async Task Property_ThatWouldStayWrong_HasNoFix(string property) => Assert.Equal(
        0, await Fixing(new MakePropertyPartialCodeFix()).CountFixes(WithProperty(property)));

    [Theory]
    [InlineData("w -= MathF.Sqrt((float)g);", "w -= Math.Sqrt(g);")]
    [InlineData("w -= /* a */ MathF.Max(1f, (float)g) / 3f; // b", "w -= /* a */ Math.Max(1.0, g) / 3.0; // b")]
    [InlineData("var x = (float)g; w -= x;", "var x = g; w -= x;")]
    [InlineData("w -= 0.1f * /* a */ g; // b", "w -= 0.1 * /* a */ g; // b")]
    [InlineData("w -= (1e-3F + 1f) * g; w -= 0.5f * g;", "w -= (1e-3 + 1.0) * g; w -= 0.5 * g;")]
    [InlineData("float f = 0.1f; w -= f * g;", "double f = 0.1; w -= f * g;")]
    [InlineData("const float a = 0.1f, b = 2; float c = a * b; w -= c * g;", "const double a = 0.1, b = 2; double c = a * b; w -= c * g;")]
    public async Task MathF_BecomesMath(string before, string after) => Assert.Equal(
        WithBody(after), Assert.Single(await Fixing(new UseMathCodeFix()).FixAll(FixAllScope.Document, nameof(UseMathCodeFix), WithBody(before))));

    [Fact]
    public async Task MathF_WhoseMethodWouldNotCompile_HasNoFix() => Assert.Equal(0, await Fixing(new UseMathCodeFix()).CountFixes(
        "using System; using Descent; [Optimizer] partial class Rule { static float Half(float x) => x / 2; [Update] void Update(ref double w, double g) { w -= Half((float)g); } }"));

    [Fact]
    public async Task OtherConstruct_IsNotFixed() => Assert.Equal(0, await Fixing(new UseMathCodeFix()).CountFixes(WithBody("while (g > 0) { w -= g; }")));

    [Theory]
    [InlineData("class Rule\n{\n}\n", "class Rule\n{\n    [Update]\n    private void Update(ref double weight, double gradient)\n    {\n        weight -= 0.01 * gradient;\n    }\n}\n")]
    [InlineData("class Rule { }", "class Rule { \n    [Update]\n    private void Update(ref double weight, double gradient)\n    {\n        weight -= 0.01 * gradient;\n    }\n}")]
    [InlineData("class Rule;", "class Rule\n{\n    [Update]\n    private void Update(ref double weight, double gradient)\n    {\n        weight -= 0.01 * gradient;\n    }\n}")]
    [InlineData(
        "class Rule\r\n{\r\n    [Hyperparameter(0.1)] public partial double Rate { get; set; } // why\r\n}",
        "class Rule\r\n{\r\n    [Hyperparameter(0.1)] public partial double Rate { get; set; } // why\r\n\r\n    [Update]\r\n    private void Update(ref double weight, double gradient)\r\n    {\r\n        weight -= Rate * gradient;\r\n    }\r\n}")]
    public async Task Update_IsAdded(string before, string after) => Assert.Equal(
        "using Descent;\n[Optimizer]\npartial " + after, Assert.Single(await Fixing(new AddUpdateCodeFix()).FixFirst("using Descent;\n[Optimizer]\npartial " + before)));

    [Theory]
    [InlineData("double weight, ref double gradient", "ref double weight, double gradient")]
    [InlineData("[State] ref double m, ref  /* a */  double g, [Step] int t, double w", "[State] ref double m, double g, [Step] int t, ref double w")]
    public async Task Reference_MovesToTheWeight(string before, string after) => Assert.Equal(
        WithParameters(after), Assert.Single(await Fixing(new SwapRolesCodeFix()).FixFirst(WithParameters(before))));

    [Theory]
    [InlineData("partial class Rule", "sealed partial class Rule")]
    [InlineData("public /* a */ partial class Rule", "public /* a */ sealed partial class Rule")]
    public async Task Class_IsSealed(string before, string after) => Assert.Equal(
        $"using Descent; [Optimizer] {after} {{ [Update] void Update(ref double w, double g) => w -= g; }}",
        Assert.Single(await Fixing(new SealCodeFix()).FixFirst($"using Descent; [Optimizer] {before} {{ [Update] void Update(ref double w, double g) => w -= g; }}")));

    [Theory]
    [InlineData("using Descent;\n/// <summary>A rule.</summary>\npublic sealed partial class Rule { [Update] void Update(ref double w, double g) => w -= g; }", "using Descent;\n/// <summary>A rule.</summary>\n[Optimizer]\npublic sealed partial class Rule { [Update] void Update(ref double w, double g) => w -= g; }")]
    [InlineData("namespace N\r\n{\r\n    [Serializable]\r\n    sealed partial class Rule { [Descent.Update] void Update(ref double w, double g) => w -= g; }\r\n}", "namespace N\r\n{\r\n    [Descent.Optimizer]\r\n    [Serializable]\r\n    sealed partial class Rule { [Descent.Update] void Update(ref double w, double g) => w -= g; }\r\n}")]
    public async Task Class_IsMarked(string before, string after) => Assert.Equal(after, Assert.Single(await Fixing(new MarkOptimizerCodeFix()).FixFirst(before)));

    private static string WithParameters(string parameters) => $"using Descent; [Optimizer] public sealed partial class Rule {{ [Update] void Update({parameters}) {{ }} }}";

    private static CodeFixHarness Fixing(CodeFixProvider fix) => new(new RuleAnalyzer(), fix);

    private static string WithProperty(string property)
        => $"using Descent; [Optimizer] partial class Rule {{ [Hyperparameter({(property.Contains("bool", StringComparison.Ordinal) ? "true" : "1")})] {property}\n [Update] void Update(ref double w, double g) => w -= g; }}";

    private static string WithBody(string body) => $"using System; using Descent; [Optimizer] partial class Rule {{ [Update] void Update(ref double w, double g) {{ {body}\n }} }}";
}
