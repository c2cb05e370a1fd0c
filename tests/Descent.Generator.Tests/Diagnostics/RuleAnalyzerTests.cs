using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Each reason why a rule cannot be compiled: found at its exact place, and once.</summary>
public sealed class RuleAnalyzerTests
{
    [Fact]
    public async Task ClassThatIsNotPartial() => Assert.Equal(
        ["Optimizer 'Rule' cannot be completed because 'Rule' is not partial"],
        await Check("[Optimizer] public sealed class {|DSC0001:Rule|} { [Update] void Update(ref double weight, double gradient) { } }"));

    [Fact]
    public async Task ContainingClassThatIsNotPartial() => Assert.Equal(
        ["Optimizer 'Rule' cannot be completed because 'Outer' is not partial"],
        await Check("class Outer { [Optimizer] partial class {|DSC0001:Rule|} { [Update] void Update(ref double weight, double gradient) { } } }"));

    [Fact]
    public async Task NoUpdate() => await Check("[Optimizer] public sealed partial class {|DSC0002:Rule|} { void Update(ref double weight, double gradient) { } }");

    [Fact]
    public async Task TwoUpdates() => await Check("""
        [Optimizer] public sealed partial class Rule
        {
            [Update] void One(ref double weight, double gradient) => weight -= gradient;
            [Update] void {|DSC0003:Two|}(ref double weight, double gradient) => weight -= gradient;
        }
        """);

    [Theory]
    [InlineData("t / Period")]
    [InlineData("t % Period")]
    [InlineData("t % 2")]
    public async Task Division_ByWhatIsNeverZero_MayStandUnderAnyCondition(string quotient)
    {
        var rule = $$"""
            [Optimizer] public sealed partial class Rule
            {
                [Hyperparameter(10, Min = 1)] public partial int Period { get; set; }
                [Update] void Update(ref double weight, double gradient, [Step] int t) { if (gradient > 0) { weight -= gradient + {{quotient}} + Period; } else { weight -= gradient; } }
            }
            """;
        await AnalyzerHarness.CheckIds(["DSC0006"], new RuleAnalyzer(), rule);
        GeneratorHarness.AssertClean(GeneratorHarness.Generate(rule).Compilation);
    }

    [Theory]
    [InlineData("float {|DSC0004:gradient|}", "write double: a rule is written in double and compiled for float too")]
    [InlineData("long {|DSC0004:gradient|}", "it must be 'ref double' (the weight), 'double' (the gradient), '[Input] double', '[State] ref double', '[State(Count = n)] Span<double>', '[Random] double' or '[Step] int'")]
    public async Task ParameterOfAnotherType(string gradient, string why) => Assert.Equal(
        [$"'gradient' does not fit a rule: {why}"],
        await Check($"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, {gradient}) => weight -= gradient; }}"));

    [Theory]
    [InlineData("void {|DSC0004:Update|}(double gradient)")]
    [InlineData("void {|DSC0004:Update|}(ref double weight)")]
    [InlineData("void {|DSC0004:Update|}(ref double weight, ref double other, double gradient)")]
    [InlineData("void {|DSC0004:Update|}(ref double weight, double gradient, double other)")]
    [InlineData("void Update(ref float {|DSC0004:weight|}, double gradient)")]
    [InlineData("void {|DSC0004:Update|}<TNumber>(ref TNumber weight, TNumber gradient, [State] ref TNumber m)")]
    [InlineData("void Update(ref double weight, in double {|DSC0004:gradient|})")]
    [InlineData("void Update(ref double weight, double gradient, int {|DSC0004:t|})")]
    [InlineData("void Update(ref double weight, double gradient, [Step] long {|DSC0004:t|})")]
    [InlineData("void Update(ref double weight, double gradient, [Step] ref int {|DSC0004:t|})")]
    [InlineData("void Update(ref double weight, double gradient, [State] ref int {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [State] out double {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [State(Count = 3)] ref double {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [State(Count = 2, Per = Per.Row)] SquareMatrix {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [State(From = \"nothing\")] ref double {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [State(From = \"weight\", Initial = 1)] ref double {|DSC0004:m|})")]
    [InlineData("void Update(ref double weight, double gradient, [Hyperparameter(0.9)] double {|DSC0004:beta|})")]
    [InlineData("void Update(ref double weight, double gradient, [Hyperparameter(0.9), State] ref double {|DSC0004:beta|})")]
    [InlineData("void Update(ref double weight, double gradient = 0)", "gradient")]
    [InlineData("int {|DSC0004:Update|}(ref double weight, double gradient)")]
    [InlineData("void {|DSC0004:Update|}<T>(ref double weight, double gradient)")]
    [InlineData("[System.Diagnostics.Conditional(\"DEBUG\")] void {|DSC0004:Update|}(ref double weight, double gradient)")]
    public async Task ParameterWithoutARole(string signature, string? marked = null)
    {
        signature = marked is null ? signature : signature.Replace(marked, $"{{|DSC0004:{marked}|}}", StringComparison.Ordinal);
        await Check($"[Optimizer] public sealed partial class Rule {{ [Update] {signature} => throw null!; }}");
    }

    /// <summary>A method that moves weights may take the gradients of an evaluation before its own; those to and from evaluation may not.</summary>
    [Theory]
    [InlineData("[BeforeGradient] void Climb(ref double weight, double gradient) => weight += gradient;")]
    [InlineData("[BeforeGradient] void Climb(ref double weight, double gradient) => weight += gradient / Reduce.Sum(gradient * gradient + 1, Per.Optimizer);")]
    [InlineData("[BeforeGradient] void {|DSC0004:Climb|}(ref double weight, double gradient, double other) => weight += gradient;")]
    [InlineData("[BeforeGradient] void Climb(ref double weight, double gradient, [Input] double {|DSC0004:input|}) => weight += gradient;")]
    [InlineData("[ToEvaluation] void There(ref double weight, double {|DSC0004:gradient|}) => weight += 1; [ToTraining] void Back(ref double weight) => weight -= 1;")]
    public async Task GradientOfAMethodThatMovesWeights(string method)
        => await Check($"[Optimizer] public sealed partial class Rule {{ {method} [Update] void Update(ref double weight, double gradient) => weight -= gradient; }}");

    [Theory]
    [InlineData("[Hyperparameter(0.1)] public double {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(0.1)] public partial float {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(0.1)] public partial string {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(0.1)] public static partial double {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(double.NaN)] public partial double {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(true)] public partial double {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(0.5)] public partial int {|DSC0005:Rate|} { get; set; }")]
    [InlineData("[Hyperparameter(1)] public partial DayOfWeek {|DSC0005:Rate|} { get; set; }")]
    public async Task PropertyThatIsNoHyperparameter(string property)
        => await Check($"[Optimizer] public sealed partial class Rule {{ {property} [Update] void Update(ref double weight, double gradient) => weight -= gradient; }}");

    [Theory]
    [InlineData("[Hyperparameter({|DSC0009:1|}, Min = 0, Below = 1)] public partial double Rate { get; set; }", "at least 0 and less than 1; 1 is not")]
    [InlineData("[Hyperparameter({|DSC0009:-0.5|}, Min = 0)] public partial double Rate { get; set; }", "at least 0; -0.5 is not")]
    [InlineData("[Hyperparameter({|DSC0009:0|}, Above = 0, Max = 3)] public partial int Rate { get; set; }", "greater than 0 and at most 3; 0 is not")]
    [InlineData("[Hyperparameter({|DSC0009:2|}, Min = 3, Max = 1)] public partial double Rate { get; set; }", "at least 3 and at most 1; 2 is not")]
    [InlineData("public enum Kind { A = 1 } [Hyperparameter({|DSC0009:default(Kind)|})] public partial Kind Rate { get; set; }", "a member of 'Kind'; 0 is not")]
    [InlineData("public enum Kind { } [Hyperparameter({|DSC0009:(Kind)3|})] public partial Kind Rate { get; set; }", "a member of 'Kind'; 3 is not")]
    [InlineData("public enum Kind { A, B = 7 } [Hyperparameter((Kind)7)] public partial Kind Rate { get; set; }", null)]
    [InlineData("[Hyperparameter(0, Min = 0, Max = 0)] public partial double Rate { get; set; }", null)]
    [InlineData("[Hyperparameter(0.5, Above = 0, Below = 1)] public partial double Rate { get; set; }", null)]
    public async Task DefaultOutsideItsRange(string property, string? message) => Assert.Equal(
        message is null ? [] : [$"The default of 'Rate' must be {message}"],
        await Check($"[Optimizer] public sealed partial class Rule {{ {property} [Update] void Update(ref double weight, double gradient) => weight -= (double)Rate * gradient; }}"));

    [Theory]
    [InlineData("{|DSC0006:for (var i = 0; i < t; i++) { weight -= gradient; }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("{|DSC0006:for (var i = 0; i < 65; i++) { weight -= gradient; }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("{|DSC0006:for (var i = 0; i < 3; i++) { i += 1; weight -= gradient; }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("for (var k = 0; k < 2; k++) { {|DSC0006:for (var i = 1; i < 9; i += i) { weight -= gradient; }|} }", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("double[] c = [1, 2]; {|DSC0006:for (var i = 2147483647 + c.Length; i < 3; i++) { weight -= gradient; }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("{|DSC0006:for (var i = 2147483646; i < 2147483647; i += 5) { weight -= gradient; if (i < 0) { return; } }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("{|DSC0006:for (var i = -2147483647; i > -2147483648; i -= 2) { weight -= gradient; if (i > 0) { return; } }|}", "a for loop whose rounds are not known (count with an int from a constant to a constant, 64 rounds at most)")]
    [InlineData("{|DSC0006:while (gradient > 0) { gradient -= 1; }|}", "a while loop")]
    [InlineData("{|DSC0006:foreach (var x in new[] { 1.0 }) { weight -= x; }|}", "a foreach loop over anything but a state of several values or an array that a local holds")]
    [InlineData("for (var i = 0; i < 64; i++) { for (var j = 0; j < 16; j++) { {|DSC0006:for (var k = 0; k < 2; k++) { weight -= gradient; }|} } break; }", "a loop that makes 2048 rounds, with the loops around it, (1024 are the most)")]
    [InlineData("switch (t) { case 1: weight -= 1; {|DSC0006:goto case 2;|} case 2: weight -= 2; break; }", "goto, break or continue")]
    [InlineData("weight -= {|DSC0006:t switch { 1 => 0.5, 2 => 1 }|};", "a switch expression whose arms leave something over (let the last one be '_')")]
    [InlineData("double? none = {|DSC0006:null|}; weight -= gradient * none ?? 1;", "converting 'null' to 'double?'")]
    [InlineData("object boxed = {|DSC0006:t|}; weight -= gradient;", "converting 'int' to 'object'")]
    [InlineData("double? limit = {|DSC0006:t > 1 ? 1 : null|}; weight -= gradient;", "a value of type 'double?'")]
    [InlineData("weight -= {|DSC0006:Kind|} switch { \"a\" => gradient, _ => 1 };", "property 'Kind' (it is not a hyperparameter of this rule)")]
    [InlineData("switch ({|DSC0006:Kind|}) { case \"a\": weight -= gradient; break; case \"b\" or \"c\": weight -= 1; break; }", "property 'Kind' (it is not a hyperparameter of this rule)")]
    [InlineData("weight -= {|DSC0006:First((gradient, t))|};", "calling 'Rule.First' (parameter 'pair' must be of type double, int, bool or an enumeration)")]
    [InlineData("weight -= {|DSC0006:Twice(gradient)|};", "calling 'Rule.Twice' (it must not have type parameters, nor be in a type that has)")]
    [InlineData("weight -= {|DSC0006:s_other.Half(gradient)|};", "calling 'Other.Half' (it must be static, or a method of the rule)")]
    [InlineData("{|DSC0006:throw new InvalidOperationException();|}", "throw (give a hyperparameter its range, and the last arm of a switch a value)")]
    [InlineData("weight -= t > 0 ? gradient : {|DSC0006:throw new InvalidOperationException()|};", "throw (give a hyperparameter its range, and the last arm of a switch a value)")]
    [InlineData("weight -= t switch { 1 => gradient, > 1 => 2 * gradient, _ => {|DSC0006:throw new InvalidOperationException()|} };", "throw (give a hyperparameter its range, and the last arm of a switch a value)")]
    [InlineData("{|DSC0006:try { weight -= gradient; } finally { }|}", "try")]
    [InlineData("weight -= {|DSC0006:_field|};", "field '_field' (make it a hyperparameter, a state or a const)")]
    [InlineData("{|DSC0006:Console.WriteLine()|};", "calling 'Console.WriteLine'")]
    [InlineData("weight -= {|DSC0006:MathF.Sqrt(2)|};", "calling 'MathF.Sqrt'", "converting 'float' to 'double'")]
    [InlineData("weight -= {|DSC0006:(float)gradient|};", "converting 'float' to 'double'")]
    [InlineData("weight -= {|DSC0006:Loop(gradient)|};", "recursion ('Loop' calls itself)")]
    [InlineData("var f = {|DSC0006:(float)gradient|}; f *= 2f; weight -= f; f = 3f * f; weight += f + 1;", "converting 'double' to 'float'")]
    [InlineData("var f = gradient > 0 ? {|DSC0006:1f|} : 2f; weight -= f;", "a literal of this type")]
    [InlineData("var f = t switch { 1 => {|DSC0006:1f|}, _ => 2f }; weight -= f;", "a literal of this type")]
    [InlineData("if ({|DSC0006:(decimal)gradient|} * 2m > 1m) { weight -= gradient; }", "converting 'double' to 'decimal'")]
    [InlineData("Func<double, double> f = {|DSC0006:x => 2 * x|}; weight -= f(gradient) + f(1);", "a lambda or delegate (make it a method or a local function)")]
    [InlineData("object o = {|DSC0006:gradient|}; if (o is double d && d > 0) { weight -= d; }", "converting 'double' to 'object'")]
    [InlineData("ref var r = ref {|DSC0006:t > 1 ? ref gradient : ref weight|}; r += 1; weight -= r;", "assigning to a choice between variables")]
    [InlineData("if ({|DSC0006:(weight, t) == (1, 2)|}) { weight -= gradient; }", "comparing tuples")]
    [InlineData("{|DSC0006:System.Diagnostics.Debug.Assert(t > 0)|}; weight -= gradient;", "calling 'Debug.Assert', which is [Conditional]")]
    [InlineData("var pair = {|DSC0006:(weight, \"gradient\")|}; weight -= gradient;", "a tuple of anything but numbers and truth values")]
    [InlineData("{|DSC0006:_field|} = 1;", "assigning to field '_field' (make it a hyperparameter, a state or a const)")]
    [InlineData("weight -= {|DSC0006:s_table[t % 2]|} * gradient;", "array 's_table' of the class (make it a table, 'static ReadOnlySpan<double> s_table => [1, 2]', or a local)")]
    [InlineData("weight -= {|DSC0006:Computed[t % 2]|} * gradient;", "indexing 'Computed' (a table has its constants written out, as in 'static ReadOnlySpan<double> Table => [1, 2]')")]
    [InlineData("weight -= {|DSC0006:Math.BigMul(t, 2)|};", "calling 'Math.BigMul'", "converting 'long' to 'double'")]
    [InlineData("weight -= {|DSC0006:Random.Shared.NextDouble()|};", "calling 'Random.NextDouble'")]
    [InlineData("var turned = {|DSC0006:Math.Sign(gradient)|} * t; weight -= turned;", "an int that differs from weight to weight (compute it in double)")]
    [InlineData("if (gradient > 0) { weight -= {|DSC0006:7 % (t - 1)|}; }", "'7 % (t - 1)', which throws where it divides by 0, under the condition 'gradient > 0', which differs from weight to weight; compute it before the condition")]
    [InlineData("if (gradient > 0) { weight -= {|DSC0006:Reduce.Sum(gradient)|}; }", "a reduction under a condition that differs from weight to weight; write Reduce.Sum(condition ? x : 0)")]
    [InlineData("var sign = {|DSC0006:(int)Reduce.Sum(gradient)|}; weight -= sign;", "an int that differs from tensor to tensor (compute it in double)")]
    [InlineData("var centred = gradient - (Reduce.Rows > 1 ? Reduce.Mean(gradient) : 0); weight -= {|DSC0006:Reduce.Sum(centred, Per.Optimizer)|};", "a reduction over the optimizer that waits for another under the condition 'Reduce.Rows > 1': all its tensors must take part at the same point; compute the other before the condition")]
    public async Task UnsupportedConstruct(string statement, string what, string? alternative = null)
    {
        var messages = await Check($$"""
            [Optimizer] public sealed partial class Rule
            {
                private double _field;
                private static readonly double[] s_table = [1, 2];
                private static ReadOnlySpan<double> Computed => new double[2];
                private string Kind { get; set; } = "a";
                private static double First((double X, int Y) pair) => pair.X;
                private static TNumber Twice<TNumber>(TNumber x) where TNumber : System.Numerics.INumber<TNumber> => x + x;
                private static readonly Other s_other = new();
                private sealed class Other { public double Half(double x) => x / 2; }
                private static double Loop(double x) => {{(statement.Contains("Loop(", StringComparison.Ordinal) ? "Loop(x)" : "x")}};
                [Update] void Update(ref double weight, double gradient, [Step] int t) { {{statement}} }
            }
            """.Replace("=> Loop(x)", "=> {|DSC0006:Loop(x)|}", StringComparison.Ordinal).Replace("{|DSC0006:Loop(gradient)|}", "Loop(gradient)", StringComparison.Ordinal));

        Assert.Contains(messages[0], new[] { what, alternative ?? what }.Select(text => "Not supported in a rule: " + text));
    }

    /// <summary>C# leaves its calls out, arguments and all, where the symbol is not defined: what it does is none of the helper's own.</summary>
    [Fact]
    public async Task HelperThatIsConditional() => Assert.Equal(
        ["Not supported in a rule: calling 'Rule.Bump', which is [Conditional]"],
        await Check("""
            [Optimizer] public sealed partial class Rule
            {
                [System.Diagnostics.Conditional("NEVER")] private static void Bump(ref double x, double y) => x += y;
                [Update] void Update(ref double weight, double gradient) { {|DSC0006:Bump(ref weight, gradient *= 2)|}; weight -= gradient; }
            }
            """));

    /// <summary>What the parts of a partial method say, they say together.</summary>
    [Theory]
    [InlineData("[Update] private partial void Update(ref double w, double g, [State] ref double v);", "private partial void Update(ref double w, double g, ref double v) { v += g; w -= v; }")]
    [InlineData("private static partial void Update(ref double w, double g, ref double v);", "[Update] private static partial void Update(ref double w, double g, [State(Initial = 2)] ref double v) { v += g; w -= v; }")]
    [InlineData("[BeforeGradient] partial void Before(ref double w, [State] double v); partial void Before(ref double w, double v) => w += v;", "[Update] void Update(ref double w, double g, [State] ref double v) { v += g; w -= v; }")]
    public async Task PartialMethod(string declaration, string body)
    {
        var rule = $"[Optimizer] public sealed partial class Rule {{ {declaration} {body} }}";

        Assert.Empty(await Check(rule));
        GeneratorHarness.AssertClean(GeneratorHarness.Generate(rule).Compilation);
    }

    [Theory]
    [InlineData("{|DSC0006:Rate|} = 0.5;")]
    [InlineData("{|DSC0006:Rate|} *= 0.5;")]
    [InlineData("(weight, {|DSC0006:Rate|}) = (1, gradient);")]
    public async Task HyperparameterThatIsWritten(string statement) => Assert.Equal(
        ["Not supported in a rule: assigning to hyperparameter 'Rate' (what a rule changes is a local or a state)"],
        await Check($"[Optimizer] public sealed partial class Rule {{ [Hyperparameter(0.1)] public partial double Rate {{ get; set; }} [Update] void Update(ref double weight, double gradient) {{ {statement} weight -= Rate * gradient; }} }}"));

    /// <summary>What a constructor takes is a field in disguise: a rule neither reads nor writes it.</summary>
    [Theory]
    [InlineData("weight -= {|DSC0006:rate|} * gradient;")]
    [InlineData("{|DSC0006:rate|} = 3; weight -= gradient;")]
    [InlineData("{|DSC0006:rate|} += 1; weight -= gradient;")]
    [InlineData("Change(ref {|DSC0006:rate|}); weight -= gradient;")]
    public async Task ParameterOfTheConstructor(string statement) => Assert.Equal(
        ["Not supported in a rule: parameter 'rate' of the constructor (make it a hyperparameter, a state or a const)"],
        await Check($"[Optimizer] public sealed partial class Rule(double rate = 0.1) {{ static void Change(ref double x) => x += 1; [Update] void Update(ref double weight, double gradient) {{ {statement} }} }}"));

    [Theory]
    [InlineData("Swap(ref v[t % 2], ref v[0]);", "Swap(ref v[t % 2], ref v[0])", "passing two elements by reference of which it is only known in the step whether they are one")]
    [InlineData("v[4] = gradient;", "v[4]", "an index of 'v' that is 4, not a number from 0 to 3,")]
    [InlineData("v[Math.Sign(gradient) + 1] = gradient;", "Math.Sign(gradient)", "an int that differs from weight to weight (compute it in double)")]
    [InlineData("double[] c = v.ToArray(); weight -= c[0];", "v.ToArray()", "an array that is not written out element by element, 64 at most,")]
    public async Task PlaceThatIsNotKnown(string statement, string marked, string what)
    {
        var messages = await Check($$"""
            [Optimizer] public sealed partial class Rule
            {
                static void Swap(ref double a, ref double b) => (a, b) = (b, a);
                [Update] void Update(ref double weight, double gradient, [State(Count = 4)] Span<double> v, [Step] int t) { {{statement.Replace(marked, "{|DSC0006:" + marked + "|}", StringComparison.Ordinal)}} weight -= v[0] + v[1] + gradient; }
            }
            """);
        Assert.Equal("Not supported in a rule: " + what, messages[0]);
    }

    [Theory]
    [InlineData("Tensor", "v = {|DSC0006:gradient * 2|};", "each tensor", "weight to weight")]
    [InlineData("Optimizer", "v = {|DSC0006:gradient * 2|};", "the whole optimizer", "weight to weight")]
    [InlineData("Optimizer", "v = {|DSC0006:Reduce.Sum(gradient)|};", "the whole optimizer", "tensor to tensor")]
    public async Task State_AssignedWhatDiffersMoreOften(string per, string assignment, string owner, string unit) => Assert.Equal(
        [$"Not supported in a rule: assigning state 'v', which has one value for {owner}, what differs from {unit}"],
        await Check($"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient, [State(Per = Per.{per})] ref double v) {{ {assignment} weight -= v; }} }}"));

    [Theory]
    [InlineData("Sum")]
    [InlineData("Mean")]
    [InlineData("Max")]
    public async Task ReductionOverAWeight(string function) => Assert.Equal(
        ["Not supported in a rule: a reduction over anything but Per.Row, Per.Column, Per.Tensor or Per.Optimizer"],
        await Check($"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient) => weight -= Reduce.{function}(gradient, {{|DSC0006:Per.Weight|}}); }}"));

    [Fact]
    public async Task StateOfTheTensor_CannotStartFromTheWeights() => await Check(
        "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient, [State(Per = Per.Tensor, From = \"weight\")] ref double {|DSC0004:v|}) => weight -= v; }");

    [Theory]
    [InlineData("public sealed partial class {|DSC0007:Rule|}<T>")]
    [InlineData("public abstract partial class {|DSC0007:Rule|}")]
    [InlineData("public sealed partial class {|DSC0007:Rule|} : System.Collections.ArrayList")]
    [InlineData("public sealed partial record {|DSC0007:Rule|}")]
    public async Task ClassThatCannotBeAnOptimizer(string declaration)
        => await Check($"[Optimizer] {declaration} {{ [Update] void Update(ref double weight, double gradient) => weight -= gradient; }}");

    [Theory]
    [InlineData("[State] ref double m, [State] ref double {|DSC0008:M|}")]
    [InlineData("[State] ref double {|DSC0008:length|}")]
    public async Task StateWhoseNameIsTaken(string states)
        => await Check($"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient, {states}) => weight -= gradient; }}");

    [Theory]
    [InlineData("[Hyperparameter(0.1)] public partial double {|DSC0008:Add|} { get; set; }")]
    [InlineData("private readonly double {|DSC0008:Reference|} = 1;")]
    [InlineData("[Hyperparameter(0.1)] public partial double {|DSC0008:Options|} { get; set; }")]
    [InlineData("[Hyperparameter(0.1)] public partial double {|DSC0008:Parameters|} { get; set; }")]
    [InlineData("[Hyperparameter(1)] public partial int {|DSC0008:Step|} { get; set; }")]
    [InlineData("private readonly bool {|DSC0008:IsEvaluating|} = true;")]
    public async Task MemberNamedLikeAGeneratedOne(string member)
        => await Check($"[Optimizer] public sealed partial class Rule {{ {member} [Update] void Update(ref double weight, double gradient) => weight -= gradient; }}");

    /// <summary>A state of the optimizer becomes a property of the rule.</summary>
    [Fact]
    public async Task StateOfTheOptimizerNamedLikeAnInheritedMember() => await Check(
        "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient, [State(Per = Per.Optimizer)] ref double {|DSC0008:options|}) { options = Reduce.Sum(gradient, Per.Optimizer); weight -= options * gradient; } }");

    [Fact]
    public async Task StateClassWhoseNameIsTaken() => await Check("""
        public class RuleState;
        [Optimizer] public sealed partial class {|DSC0008:Rule|} { [Update] void Update(ref double weight, double gradient) => weight -= gradient; }
        """);

    [Theory]
    [InlineData("weight -= gradent + Nothing(1;")]
    [InlineData("weight -= Bodiless(gradient) + Bodiless(1); static double Bodiless(double x);")]
    [InlineData("weight -= F(gradient); double F(double x) => x * weight;")]
    [InlineData("weight -= F(gradient); static double F(double x) => x * gradient;")]
    public async Task ErrorsOfCSharp_AreLeftToCSharp(string statements) => await Check(
        $"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double weight, double gradient) {{ {statements} }} }}");

    /// <summary>What C# finds declared twice is left to C#, and does not make the compiler stumble.</summary>
    [Fact]
    public void HyperparameterDeclaredTwice() => GeneratorHarness.Generate("""
        [Optimizer] public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }
            [Hyperparameter(0.2)] public partial double Rate { get; set; }
            [Update] void Update(ref double weight, double gradient, [State] ref double m, [State] ref double m) => weight -= Rate * gradient;
        }
        """);

    [Fact]
    public void RuleNamedSystem_Compiles()
    {
        var (compilation, _) = GeneratorHarness.Generate(
            "namespace Descent { [Optimizer] public sealed partial class System { [Update] static void Update(ref double weight, double gradient) => weight -= gradient; } }");

        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>One mistake gives one error: the members that users call are there all the same.</summary>
    [Fact]
    public void BrokenRule_GivesNoCascade()
    {
        var (compilation, _) = GeneratorHarness.Generate("""
            [Optimizer] public sealed partial class Rule
            {
                [Hyperparameter(0.1)] public partial double Rate { get; set; }
                [BeforeGradient] void Before(ref double weight) => weight -= 1;
                [Update] void Update(ref double weight, double gradient, [State] ref double m) { throw null!; }
            }

            public static class User
            {
                public static void Use(float[] weights)
                {
                    var rule = new Rule { Rate = 1 };
                    var parameter = rule.Add("w", weights, weights);
                    parameter.State.M[0] = 1;
                    rule.BeforeGradient();
                    rule.Step();
                    rule.Update<float>(weights, weights, rule.CreateState<float>(weights));
                }
            }
            """);

        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static Task<IReadOnlyList<string>> Check(string marked) => AnalyzerHarness.CheckCategory("Descent.Structure", new RuleAnalyzer(), marked);
}
