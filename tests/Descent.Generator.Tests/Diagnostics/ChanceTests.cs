using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Random values: what may be one, where it may go, and what the analysis of ranges knows of it.</summary>
public sealed class ChanceTests
{
    [Theory]
    [InlineData("[Random] ref double {|DSC0004:u|}", "a random value is '[Random] double', by value, of the [Update] or the [BeforeGradient] method")]
    [InlineData("[Random] int {|DSC0004:u|}", "it must be 'ref double' (the weight), 'double' (the gradient), '[Input] double', '[State] ref double', '[State(Count = n)] Span<double>', '[Random] double' or '[Step] int'")]
    [InlineData("[Random, State] double {|DSC0004:u|}", "it can be one only of state, step number, input and random value")]
    [InlineData("[Random, Input] double {|DSC0004:u|}", "it can be one only of state, step number, input and random value")]
    [InlineData("[Random((Distribution)7)] double {|DSC0004:u|}", "the distribution of a random value must be one of the members of Descent.Distribution")]
    public async Task ParameterThatIsNoRandomValue(string parameter, string why) => Assert.Equal(
        [$"'u' does not fit a rule: {why}"],
        await Check(parameter, "w -= g;"));

    [Theory]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] ref double {|DSC0004:u|}) => w += u;")]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] double u, [Random] double {|DSC0102:v|}) => w += u - 0.5;")]
    [InlineData("[ToEvaluation] void There(ref double w, [Random] double {|DSC0004:u|}) => w += u; [ToTraining] void Back(ref double w) => w -= 1;")]
    public async Task RandomValueOfAMove(string method) => await Check("[State] ref double m", "m = 0.9 * m + g; w -= m;", method);

    /// <summary>Methods share random values by their names.</summary>
    [Theory]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] double {|DSC0004:noise|}) => w += noise;", "'noise' does not fit a rule: the same name is another distribution in the [Update] method")]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random(Distribution.Normal)] double {|DSC0014:nosie|}) => w += nosie;", "'nosie' and 'noise' are two random values, in different methods, whose names are nearly the same: methods share a random value by its name")]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] ref double {|DSC0004:nosie|}) => w += nosie;", "'nosie' does not fit a rule: a random value is '[Random] double', by value, of the [Update] or the [BeforeGradient] method")]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random(Distribution.Normal)] double noise) => w += noise;", null)]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] double other) => w += other - 0.5;", null)]
    [InlineData("[BeforeGradient] void Before(ref double w, [Random] double noise2, [Random(Distribution.Normal)] double noise) => w += noise2 * noise;", null)]
    public async Task RandomValueOfTwoMethods(string method, string? message)
        => Assert.Equal(message is null ? [] : [message], await Check("[Random(Distribution.Normal)] double noise", "w -= g + noise;", method));

    [Theory]
    [InlineData("[Random] double u, [State(Per = Per.Tensor)] ref double s", "s = {|DSC0006:0.5 * s + u|}; w -= s * g;", "has one value for each tensor")]
    [InlineData("[Random] double u, [State(Per = Per.Row)] ref double s", "s = {|DSC0006:0.5 * s + u|}; w -= s * g;", "has one value for each row")]
    [InlineData("[Random] double u", "var k = {|DSC0006:(int)(10 * u)|}; w -= k * g;", "an int that differs from weight to weight")]
    public async Task RandomValueInTheStep(string parameters, string body, string why)
        => Assert.Contains(why, Assert.Single(await Check(parameters, body)), StringComparison.Ordinal);

    [Fact]
    public async Task RandomValueThatIsNotRead() => await Check("[Random] double {|DSC0102:u|}", "w -= g;");

    /// <summary>A uniform number is never 1, and a normal one never 9.</summary>
    [Theory]
    [InlineData("[Random] double u", "w += g * Math.Log(1 - u);")]
    [InlineData("[Random] double u", "w -= g * Math.Sqrt(u) / (1 - u);")]
    [InlineData("[Random(Distribution.Normal)] double n", "w -= g * Math.Sqrt(9 - n);")]
    [InlineData("[Random(Distribution.Normal)] double n", "w -= g * n;")]
    [InlineData("[Random(Distribution.Normal)] double n", "w -= g + 0.1 * n;")]
    public async Task RangeOfARandomValue(string parameters, string body) => await Check(parameters, body);

    private static Task<IReadOnlyList<string>> Check(string parameters, string body, string members = "")
        => AnalyzerHarness.Check(new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ [Update] void Update(ref double w, double g, {parameters}) {{ {body} }} {members} }}");
}
