using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>
/// What is wrong with an <c>[Inlineable]</c> helper is said where it is defined; what is wrong with the body that another assembly
/// carries, where it is called.
/// </summary>
public sealed class InlineableTests
{
    [Theory]
    [InlineData("public static double {|DSC0022:Of|}<T>(double x) => x;", "it must not have type parameters, nor be in a type that has")]
    [InlineData("public static double {|DSC0022:Of|}(float x) => x;", "parameter 'x' must be of type double, int, bool or an enumeration")]
    [InlineData("public static double {|DSC0022:Of|}(params double[] x) => 0;", "parameter 'x' must be of type double, int, bool or an enumeration")]
    [InlineData("public static string {|DSC0022:Of|}(double x) => null!;", "it must not return 'string'")]
    [InlineData("public static ref double {|DSC0022:Of|}(ref double x) => ref x;", "it must not return a reference")]
    [InlineData("public static async void {|DSC0022:Of|}(double x) => await System.Threading.Tasks.Task.Yield();", "it must not be async, extern, virtual or abstract")]
    [InlineData("[System.Diagnostics.Conditional(\"DEBUG\")] public static void {|DSC0022:Of|}(ref double x) => x = 1;", "it must not be [Conditional]: C# leaves its calls out where the symbol is not defined")]
    [InlineData("public double {|DSC0022:Of|}(double x) => x;", "it must be static")]
    public async Task MethodThatCannotBeInlineable(string method, string why) => Assert.Equal(
        [$"'Of' cannot be [Inlineable]: {why}"],
        await AnalyzerHarness.Check(new InlineableAnalyzer(), $"public class Helper {{ [Inlineable] {method} }}"));

    /// <summary>The methods of a part travel as helpers do; what is said of them names the attribute that their author wrote.</summary>
    [Theory]
    [InlineData("[Transform]")]
    [InlineData("[AfterStep]")]
    public async Task MethodOfAPart_IsCalledByItsAttribute(string attribute) => Assert.Equal(
        [$"'Of' cannot be {attribute}: parameter 'x' must be of type double, int, bool or an enumeration"],
        await AnalyzerHarness.Check(new InlineableAnalyzer(), $"public static class Part {{ {attribute} public static double {{|DSC0022:Of|}}(double update, float x) => update; }}"));

    [Fact]
    public async Task BodyThatIsTooLarge()
    {
        var doublings = string.Concat(Enumerable.Repeat("x = Math.Sqrt(x + 1); ", 1100));

        Assert.Equal(
            ["'Of' cannot be [Inlineable]: its body, with all it calls, is too large"],
            await AnalyzerHarness.Check(new InlineableAnalyzer(), $"public class Helper {{ [Inlineable] public static double {{|DSC0022:Of|}}(double x) {{ {doublings} return x; }} }}"));
    }

    [Theory]
    [InlineData("{|DSC0006:while (x > 1) { x /= 2; }|} return x;")]
    [InlineData("return {|DSC0006:Of(x)|};")]
    [InlineData("return Inner(x);", "{|DSC0006:throw null!|}")]
    public async Task ErrorInAHelper_IsReportedWhereItIsDefined(string body, string inner = "x") => await AnalyzerHarness.Check(
        new InlineableAnalyzer(),
        $"public static class Helper {{ [Inlineable] public static double Of(double x) {{ {body} }} private static double Inner(double x) => {inner}; }}");

    [Fact]
    public async Task ErrorInAHelper_IsNotReportedAgainByRulesThatCallIt()
    {
        const string Source = """
            public static class Helper { [Inlineable] public static double Of(double x) { while (x > 1) { x /= 2; } return x; } }
            [Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient) => weight -= Helper.Of(gradient) + Helper.Of(weight); }
            """;

        await AnalyzerHarness.Check(new RuleAnalyzer(), Source);
        var (_, files) = GeneratorHarness.Generate(Source);
        Assert.DoesNotContain("Inlineable", Assert.Single(files).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelperThatDoesNotCompile_IsLeftToCSharp()
        => await AnalyzerHarness.Check(new InlineableAnalyzer(), "public static class Helper { [Inlineable] public static double Of(Missing x) => y; [Inlineable] public static double Two(double x) => y; }");

    [Fact]
    public async Task MethodOfAnotherAssemblyWithoutABody()
    {
        var library = Library.Reference(GeneratorHarness.Compile("public static class Library { public static double Twice(double x) => 2 * x; }").WithAssemblyName("Library"));

        Assert.Equal(
            ["Not supported in a rule: calling 'Library.Twice', which is in another assembly (Library): mark it [Inlineable] there"],
            await CheckCall("{|DSC0006:Library.Twice(gradient)|}", library));
    }

    [Fact]
    public async Task BodyOfAnotherVersion() => Assert.Equal(
        ["'Library.Twice' of assembly 'Library' has a body of version 3, and this compiler reads version 2: use one version of Descent in both projects"],
        await CheckCall("{|DSC0020:Library.Twice(gradient)|}", Library.WithBody("later %words\nwithout meaning here", version: "3")));

    [Fact]
    public async Task BodyOfSeveralVersions_IsReadInTheKnownOne()
    {
        const string Body = "%0 = arg.f64\\n%1 = add.f64 %0, %0\\nreturn %1";
        var library = Library.Reference(GeneratorHarness.Compile($$"""
            using Descent.CompilerServices;
            [assembly: InlineableBody(1, "Library.Twice(double)", "earlier")]
            [assembly: InlineableBody(2, "Library.Twice(double)", "{{Body}}")]
            [assembly: InlineableBody(2, "Library.Thrice(double)", null!)]
            public static class Library { [Inlineable] public static double Twice(double x) => 2 * x; }
            """).WithAssemblyName("Library"));

        Assert.Empty(await CheckCall("Library.Twice(gradient)", library));
    }

    [Fact]
    public async Task DamagedBody() => Assert.Equal(
        ["The body of 'Library.Twice' in assembly 'Library' cannot be read, or does not fit the method: compile that assembly again"],
        await CheckCall("{|DSC0021:Library.Twice(gradient)|}", Library.WithBody("%0 = arg.f64\nreturn %1")));

    /// <summary>A helper's int is fine at step rate; where the argument differs from weight to weight, the error is at the call.</summary>
    [Fact]
    public async Task IllegalUseOfABody_IsFoundAtTheCall()
    {
        var library = Library.Reference(Library.Compile(
            "/// <summary>Helpers.</summary>\npublic static class Library { /// <summary>A sign.</summary>\n[Inlineable] public static double Odd(double x) => (int)x % 2 + 0.5; }"));

        Assert.Equal(["Not supported in a rule: an int that differs from weight to weight (compute it in double)"], await CheckCall("Library.Odd(2) + {|DSC0006:Library.Odd(gradient)|}", library));
    }

    private static Task<IReadOnlyList<string>> CheckCall(string call, MetadataReference library) => AnalyzerHarness.Check(
        new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient) => weight -= {call}; }}", library);
}
