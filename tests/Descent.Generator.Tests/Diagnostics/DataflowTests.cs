using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What is declared or computed and leads nowhere: found at its exact place, and silent on the right twin.</summary>
public sealed class DataflowTests
{
    private const string Rate = "[Hyperparameter(0.1, Min = 0)] public partial double Rate { get; set; }";

    [Fact]
    public async Task WeightThatIsNotWritten() => Assert.Equal(
        ["'Update' never writes the weight 'w', so a step changes nothing"],
        await Check("ref double {|DSC0101:w|}, double g, [State] ref double m", "m += g;"));

    [Fact]
    public async Task EmptyUpdate_IsOneMistake() => await Check("ref double {|DSC0101:w|}, double g, [State] ref double m, [Step] int t", "");

    [Theory]
    [InlineData("ref double w, double {|DSC0102:g|}", "w -= 0.1 * w;")]
    [InlineData("ref double w, double {|DSC0102:g|}", "w -= Ignore(g);")]
    [InlineData("ref double w, double g, [Input] double {|DSC0102:h|}", "w -= g;")]
    [InlineData("ref double w, double g, [Input] double h", "w -= g / h;")]
    public async Task GradientThatIsNotRead(string parameters, string body) => await Check(parameters, body, "static double Ignore(double x) => 0.1;");

    [Theory]
    [InlineData("[State] ref double {|DSC0103:m|}", "m = g; w -= g;", "written and never read")]
    [InlineData("[State] ref double {|DSC0103:m|}", "m = 0.9 * m + g; w -= g;", "read only for its own next value")]
    [InlineData("[State] ref double {|DSC0103:m|}", "w -= g;", "neither read nor written")]
    [InlineData("[State(Count = 2)] Span<double> {|DSC0103:m|}", "m[0] = m[1]; m[1] = g; w -= g;", "read only for its own next value")]
    [InlineData("[State(Per = Per.Tensor)] ref double {|DSC0103:m|}", "m = Math.Sqrt(Reduce.Sum(g * g)); w -= g;", "written and never read")]
    public async Task StateThatIsNotRead(string state, string body, string how) => Assert.Equal(
        [$"State 'm' is {how}, so it takes memory and changes no weight"],
        await Check("ref double w, double g, " + state, body));

    [Fact]
    public async Task StatesThatFeedOnlyEachOther() => await Check(
        "ref double w, double g, [State] ref double {|DSC0103:a|}, [State] ref double {|DSC0103:b|}", "var next = a + g; a = b; b = next; w -= g;");

    [Theory]
    [InlineData("[State] ref double m", "m = 0.9 * m + g; w -= m;")]
    [InlineData("[State] ref double m", "w -= m; m = g;")]
    [InlineData("[State] ref double a, [State] ref double m", "w -= a; a = m; m = g;")]
    [InlineData("[State(Count = 2)] Span<double> m", "w -= m[0]; m[0] = m[1]; m[1] = g;")]
    public async Task StateThatReachesTheWeightLater(string state, string body) => await Check("ref double w, double g, " + state, body);

    [Fact]
    public async Task StateReadByAnotherMethod() => await Check(
        "ref double w, double g, [State] ref double m", "m = 0.9 * m - g; w -= g;", "[BeforeGradient] void Before(ref double w, [State] double m) => w += m;");

    [Theory]
    [InlineData("[State] ref double {|DSC0104:m|}", "0")]
    [InlineData("[State(Initial = 0.5)] double {|DSC0104:m|}", "0.5")]
    public async Task StateThatIsNotWritten(string state, string value) => Assert.Equal(
        [$"State 'm' is read and never written: unless the program sets it, it is {value} at every step"],
        await Check("ref double w, double g, " + state, "w -= g * m;"));

    [Theory]
    [InlineData("[State] double {|DSC0104:m|}", "m = 0.9 * m + g; w -= m;")]
    [InlineData("[State(Per = Per.Tensor)] double {|DSC0104:m|}", "Set(ref m); w -= g * m;", "static void Set(ref double x) => x = 0.9 * x + 1;")]
    [InlineData("[State(From = \"w\")] double {|DSC0104:m|}", "m = 0.9 * m + g; w -= m;")]
    [InlineData("[State] double {|DSC0104:m|}", "m = g; w -= m;")]
    public async Task StateThatIsAssignedInVain(string state, string body, string member = "") => Assert.Equal(
        ["State 'm' is read and never written: what is assigned to it is lost, as it is no 'ref'"],
        await Check("ref double w, double g, " + state, body, member));

    [Fact]
    public async Task StateThatTheProgramSets() => await Check("ref double w, double g, [State(Per = Per.Tensor)] double scale", "var atMost = Math.Min(scale, 1); w -= atMost * g;");

    [Fact]
    public async Task StateThatKeepsTheFirstWeights() => await Check("ref double w, double g, [State(From = \"w\")] double start", "w -= g * (w - start);");

    [Fact]
    public async Task HyperparameterThatIsNotUsed() => Assert.Equal(
        ["Hyperparameter 'Decay' is never used, so setting it changes nothing"],
        await Check("ref double w, double g", "w -= Rate * g;", Rate + "[Hyperparameter(0)] public partial double {|DSC0105:Decay|} { get; set; }"));

    [Theory]
    [InlineData("ref double w, double g", "w -= Helper(g);", "double Helper(double x) => Rate * x;")]
    [InlineData("ref double w, double g, [State(From = \"Rate\")] ref double m", "m *= 0.9; w -= m * g;", "")]
    [InlineData("ref double w, double g", "w -= g;", "public double TwiceTheRate => 2 * Rate;")]
    public async Task HyperparameterUsedElsewhere(string parameters, string body, string member) => await Check(parameters, body, Rate + member);

    [Fact]
    public async Task StepThatIsNotUsed() => Assert.Equal(
        ["The step number 't' is never used"],
        await Check("ref double w, double g, [Step] int {|DSC0106:t|}", "w -= g;"));

    [Fact]
    public async Task StepThatIsUsed() => await Check("ref double w, double g, [Step] int t", "w -= g / t;");

    [Theory]
    [InlineData("var scaled = {|DSC0107:2 * g|}; w -= g;", "'scaled'")]
    [InlineData("var x = g; {|DSC0107:x *= 2|}; w -= g;", "'x'")]
    [InlineData("double x; if (g > 0) { x = {|DSC0107:g * 2|}; } else { x = {|DSC0107:g * 3|}; } w -= g;", "'x'")]
    [InlineData("{|DSC0107:Math.Sqrt(g)|}; w -= g;", "'Math.Sqrt(g)'")]
    [InlineData("{|DSC0107:Twice(g)|}; w -= g;", "'Twice(g)'")]
    [InlineData("w -= Wasteful(g);", "'square'")]
    [InlineData("var half = {|DSC0107:Math.Sqrt(g * g) / 2|}; w -= g;", "'half'")]
    [InlineData("{|DSC0107:w -= g|}; w = g;", "'w'")]
    public async Task ValueThatIsNotUsed(string body, string what)
    {
        var wasteful = body.Contains("Wasteful", StringComparison.Ordinal) ? "{|DSC0107:x * x|}" : "x";
        var messages = await Check("ref double w, double g", body, $"static double Twice(double x) => 2 * x; static double Wasteful(double x) {{ var square = {wasteful}; return x; }}");
        Assert.Equal(what + " is computed and never used", messages[0]);
    }

    [Theory]
    [InlineData("_ = 2 * g; w -= g;")]
    [InlineData("var sum = 0.0; var power = 1.0; for (var k = 0; k < 3; k++) { sum += power; power *= 0.5; } w -= sum * g;")]
    [InlineData("Both(g, out _, out var twice); w -= twice;")]
    [InlineData("var x = 2 * g; if (g > 1) { return; } w -= x;")]
    [InlineData("w -= g > 0 && w > 0 ? g : 2 * g;")]
    [InlineData("var rate = 0.1; if (g > 1) { rate = 0.2; } w -= rate * g;")]
    [InlineData("if (g > 1) { w -= g; } else { return; }")]
    [InlineData("if (g > 1) { w -= g; } else if (g < -1) { w -= 2 * g; } else { return; }")]
    [InlineData("switch (g) { case > 1: w -= 1; break; case < 0 when w > 0: w -= g; break; default: return; }")]
    [InlineData("for (var k = 0; k < 3; k++) { if (g > k) { w -= g; } else { break; } }")]
    [InlineData("for (var k = 0; k < 3; k++) { if (g > k) { w -= g; } else { continue; } }")]
    public async Task ValueThatIsUsed(string body)
        => await Check("ref double w, double g", body, "static void Both(double x, out double once, out double twice) { once = x + 1; twice = 2 * x; }");

    /// <summary>No code is left of an index that is known when the rule is compiled, and it is used all the same.</summary>
    [Theory]
    [InlineData("v[0] += g; v[1] += v[0]; w -= v[^1];")]
    [InlineData("var last = v.Length - 1; v[0] += g; v[last] += v[0]; w -= v[last];")]
    [InlineData("for (var k = 0; k < 2; k++) { var other = 1 - k; v[k] += g + 0.5 * v[other]; } w -= v[0] + v[1];")]
    public async Task IndexThatIsUsed(string body) => await Check("ref double w, double g, [State(Count = 2)] System.Span<double> v", body);

    [Theory]
    [InlineData("if ({|DSC0108:t > 0|}) { w -= g; }", "This condition is always true, so the weight is always updated")]
    [InlineData("if ({|DSC0108:t < 1|}) { w -= g; }", "This condition is always false, so the weight is never updated")]
    [InlineData("if ({|DSC0108:Rate < 0|}) { return; } w -= g * t;", "This condition is always false, so the weight is always updated")]
    [InlineData("if ({|DSC0108:!(Rate >= 0)|}) { w -= g * t; }", "This condition is always false, so the weight is never updated")]
    [InlineData("if (g > 0) { if ({|DSC0108:t == 0|}) { w -= g; } else { w += g; } }", null)]
    public async Task ConditionThatNeverChanges(string body, string? message)
    {
        if (message is null)
        {
            // Both branches update the weight.
            await Check("ref double w, double g, [Step] int t", body.Replace("{|DSC0108:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal));
            return;
        }

        Assert.Equal([message], await Check("ref double w, double g, [Step] int t", body, body.Contains("Rate", StringComparison.Ordinal) ? Rate : ""));
    }

    [Theory]
    [InlineData("if ({|DSC0108:t == 0|}) { m = g; } m = 0.9 * m + 0.1 * g; w -= m;", "This condition is always false, so 'm' never becomes what it is set to here")]
    [InlineData("m = 0.9 * ({|DSC0108:t < 1|} ? g : m) + 0.1 * g; w -= m;", "This condition is always false, so 'm' never becomes what it is set to here")]
    [InlineData("if ({|DSC0108:t >= 1|}) { m = 0.9 * m + g; } w -= m;", "This condition is always true, so 'm' always becomes what it is set to here")]
    public async Task ConditionOfAStateThatNeverChanges(string body, string message)
        => Assert.Equal([message], await Check("ref double w, double g, [State] ref double m, [Step] int t", body));

    [Theory]
    [InlineData("if (t == 1) { m = g; } m = 0.9 * m + 0.1 * g; w -= m;")]
    [InlineData("if (t > 1) { m = 0.9 * m + g; } else { m = g; } w -= m;")]
    public async Task ConditionOfAStateThatChanges(string body) => await Check("ref double w, double g, [State] ref double m, [Step] int t", body);

    [Theory]
    [InlineData("if (t > 1) { w -= g; }")]
    [InlineData("if (Rate > 0) { w -= g * t; }")]
    [InlineData("if (t % 2 == 0) { w -= g * Rate; }")]
    [InlineData("if (t * 1103515245 + 12345 > 0) { w -= g; }")]
    public async Task ConditionThatChanges(string body) => await Check("ref double w, double g, [Step] int t", body, body.Contains("Rate", StringComparison.Ordinal) ? Rate : "");

    [Theory]
    [InlineData("var norm = Math.Sqrt({|DSC0109:Reduce.Sum(g * g)|}); w -= g;")]
    [InlineData("var largest = {|DSC0109:Reduce.Max(Math.Abs(g))|}; w -= g;")]
    public async Task ReductionThatIsNotUsed(string body) => await Check("ref double w, double g", body);

    [Fact]
    public async Task ReductionThatIsUsed() => await Check("ref double w, double g", "w -= g / (1 + Math.Sqrt(Reduce.Sum(g * g)));");

    /// <summary>The parts of a chain use its gradient, states and hyperparameters, though its class mentions none.</summary>
    [Theory]
    [InlineData("typeof(Descent.Chains.ScaleBySign), typeof(Descent.Chains.ScaleByLearningRate)")]
    [InlineData("typeof(Mine)")]
    public async Task Chain_UsesWhatItsPartsUse(string parts) => await AnalyzerHarness.Check(
        new RuleAnalyzer(),
        $$"""
        public static class Mine
        {
            [Transform]
            public static double Apply(double update, [Hyperparameter(0.9, Min = 0)] double decay, [State] ref double m, [Step] int t) => m = decay * m + update / t;
        }

        [Optimizer, Chain({{parts}})] public sealed partial class Rule;
        """);

    private static Task<IReadOnlyList<string>> Check(string parameters, string body, string members = "") => AnalyzerHarness.CheckCategory(
        "Descent.Dataflow", new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ {members} [Update] void Update({parameters}) {{ {body} }} }}");
}
