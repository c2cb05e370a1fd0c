using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The names that users know states by: chosen or the parameters', and which parameters are one state.</summary>
public sealed class StateNameTests
{
    [Theory]
    [InlineData("[State] ref double a", "A")]
    [InlineData("[State(Name = \"SecondMoment\")] ref double a", "SecondMoment")]
    [InlineData("[State(Name = \"moment\")] ref double a", "moment")]
    [InlineData("[State(Name = \"class\", Initial = 1)] ref double a", "class")]
    [InlineData("[State(Name = \"Moment\")] ref double a, [State(Name = \"A\")] ref double moment", "Moment A")]
    [InlineData("[State(Name = \"Sum\", Per = Per.Optimizer)] double sum, [State] ref double a", "Sum A")]
    [InlineData("[State(Name = \"Sums\", Count = 2)] Span<double> all, [State] ref double a", "Sums0 Sums1 A")]
    [InlineData("[State(Name = \"Sums\", Count = 2)] Span<double> all, [State(Name = \"Sums1\")] ref double a", "Sums_0 Sums_1 Sums1")]
    [InlineData("[State(Name = \"Sums\", Count = 2)] Span<double> all, [State(Name = \"Other\")] double all0, [State] ref double a", "Sums_0 Sums_1 Other A")]
    public void Property_HasTheChosenName(string states, string names) => Assert.Equal(names, Names(Update(states)));

    [Theory]
    [InlineData("[State(Name = \"Moment\")] double b", "[State(Name = \"Moment\")] ref double a", "Moment")]
    [InlineData("[State(Name = \"Moment\")] double b", "[State(Name = \"Moment\", Initial = 1)] ref double a", "Moment")]
    [InlineData("[State] double a, [State] double b", "[State(Name = \"Moment\")] ref double a", "Moment B")]
    [InlineData("[State(Name = \"Moment\")] double a, [State] double b", "[State] ref double a", "Moment B")]
    [InlineData("[State(Name = \"Moment\")] double b", "[State(Name = \"A\")] ref double b, [State] ref double a", null)]
    public void MethodsOfARule_ShareAStateByItsName(string before, string update, string? names)
    {
        var source = Before(before) + Update(update);
        if (names is not null)
        {
            Assert.Equal(names, Names(source));
        }
        else
        {
            Assert.NotNull(Model(source).Problem);
        }
    }

    [Theory]
    [InlineData("", "[{|DSC0004:State(Name = \"second moment\")|}] ref double a", "'a' does not fit a rule: 'Name' must be a C# identifier; 'second moment' is none")]
    [InlineData("", "[{|DSC0004:State(Name = \"\")|}] ref double a", "'a' does not fit a rule: 'Name' must be a C# identifier; '' is none")]
    [InlineData("", "[{|DSC0004:State(Name = \"A\\u200D\")|}] ref double a", "'a' does not fit a rule: 'Name' must be a C# identifier; 'A\u200D' is none")]
    [InlineData("", "[State(Name = \"M\")] double b, [{|DSC0004:State(Name = \"M\")|}] ref double a", "'a' does not fit a rule: it is the state of 'b', too: both are named 'M'")]
    [InlineData("", "[State(Name = \"A\")] double b, [State] ref double {|DSC0008:a|}", "The name 'A', which the compiler generates for 'a' unless [State(Name = …)] says another, is taken")]
    [InlineData("", "[State(Count = 0)] Span<double> {|DSC0004:a|}", "'a' does not fit a rule: a state of several values is '[State(Count = n)] Span<double>', with n from 1 to 16")]
    [InlineData("", "[State(Count = -1)] Span<double> {|DSC0004:a|}", "'a' does not fit a rule: a state of several values is '[State(Count = n)] Span<double>', with n from 1 to 16")]
    [InlineData("", "[State(Name = \"StepCount\")] ref double {|DSC0008:a|}", "The name 'StepCount', which the compiler generates for 'a', is taken")]
    [InlineData("[State(Name = \"One\")] double b", "[{|DSC0004:State(Name = \"Two\")|}] double b, [State] ref double a", "'b' does not fit a rule: another method names it 'One'")]
    [InlineData("[State(Name = \"M\", Initial = 1)] double {|DSC0004:b|}", "[State(Name = \"M\", Initial = 2)] ref double a", "'b' does not fit a rule: it starts differently in another method of the rule")]
    [InlineData("", "[State(Was = \"Old, M\")] ref double b, [{|DSC0004:State(Was = \"M\")|}] ref double a", "'a' does not fit a rule: 'b' was 'M', too: one state of an older checkpoint is one state")]
    [InlineData("", "[State(Was = \"M,\")] ref double {|DSC0004:a|}", "'a' does not fit a rule: 'Was' must be C# identifiers, with commas between; '' is none")]
    [InlineData("[State(Name = \"A\", Was = \"M\")] double c", "[State(Was = \"M\", Name = \"A\")] ref double a, [{|DSC0004:State(Was = \"N, M\")|}] ref double b", "'b' does not fit a rule: 'A' was 'M', too: one state of an older checkpoint is one state")]
    [InlineData("", "[State(Count = 2, Was = \"M\")] Span<double> b, [{|DSC0004:State(Was = \"M1\")|}] ref double a", "'a' does not fit a rule: 'b' was 'M1', too: one state of an older checkpoint is one state")]
    public async Task WrongName(string before, string update, string message)
        => Assert.Equal([message], await Check((before.Length > 0 ? Before(before) : "") + Update(update)));

    [Fact]
    public async Task StateOfTwoNames_IsOneMistake() => Assert.Equal(
        ["State 'a' is neither read nor written"],
        (await Check("[BeforeGradient] void Before(ref double w, [State(Name = \"M\")] double b) => w += 1; [Update] void Update(ref double w, double g, [State(Name = \"M\")] double {|DSC0103:a|}) => w -= g;"))
            .Select(message => message.Split(',', ':')[0].Replace(" does nothing", "", StringComparison.Ordinal)));

    [Theory]
    [InlineData("[State(Name = \"Moment\")] ref double m", "[State(Name = \"Average\")] ref double m", "Moment Average")]
    [InlineData("[State(Name = \"Moment\")] ref double m", "[State] ref double m", "Moment M")]
    [InlineData("[State(Name = \"Moment\")] ref double m", "[State(Name = \"Moment\")] ref double m", "FirstMoment SecondMoment")]
    [InlineData("[State(Name = \"Moment\")] ref double m", "[State] ref double moment", "FirstMoment SecondMoment")]
    [InlineData("[State(Name = \"Length\")] ref double m", "[State] ref double n", "FirstLength N")]
    public void PartsOfAChain_NameTheirStates(string first, string second, string names) => Assert.Equal(names, string.Join(' ', Read($$"""
        public static class First { [Transform] public static double Apply(double update, {{first}}) => {{Sum(first)}}; }
        public static class Second { [Transform] public static double Apply(double update, {{second}}) => {{Sum(second)}}; }
        [Optimizer, Chain(typeof(First), typeof(Second))] public sealed partial class Rule;
        """).States.Select(state => state.PropertyName)));

    [Theory]
    [InlineData("[State(Name = \"Mean\")] ref double a", "[State(Name = \"Mean\")] ref double b", "Mean")]
    [InlineData("[State] ref double b", "[State(Name = \"Mean\")] ref double b", "Mean")]
    public void MethodsOfAPart_ShareAStateByItsName(string after, string move, string names) => Assert.Equal(names, string.Join(' ', Read($$"""
        public static class Average
        {
            [AfterStep] public static void Apply(ref double weight, {{after}}) => {{after[^1]}} += weight;
            [ToEvaluation] public static void There(ref double weight, {{move}}) => weight += b;
            [ToTraining] public static void Back(ref double weight, {{move}}) => weight -= b;
        }
        [Optimizer, Chain(typeof(Average))] public sealed partial class Rule;
        """).States.Select(state => state.PropertyName)));

    [Fact]
    public async Task PartThatNamesAStateTwice() => Assert.Equal(
        ["'Part' cannot be a part of a chain: parameter 'm' of 'There': another method names it 'One'"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), """
            public static class Part
            {
                [AfterStep] public static void Apply(ref double weight, [State(Name = "One")] ref double m) => m += weight;
                [ToEvaluation] public static void There(ref double weight, [State(Name = "Two")] ref double m) => weight += m;
                [ToTraining] public static void Back(ref double weight, [State] ref double m) => weight -= m;
            }
            [Optimizer, Chain({|DSC0023:typeof(Part)|})] public sealed partial class Rule;
            """));

    private static string Before(string states) => $"[BeforeGradient] void Before(ref double w, {states}) => w += b; ";

    private static string Update(string states) => $"[Update] void Update(ref double w, double g, {states}) {{ a += g; w -= a; }}";

    private static string Sum(string state) => $"{state.Split(' ')[^1]} += update";

    private static string Names(string members)
    {
        var model = Model(members);
        Assert.Null(model.Problem);
        return string.Join(' ', model.States.Select(state => state.PropertyName));
    }

    private static Model.RuleModel Model(string members) => Read($"[Optimizer] public sealed partial class Rule {{ {members} }}");

    private static Model.RuleModel Read(string source)
    {
        var (compilation, _) = GeneratorHarness.Generate(GeneratorHarness.Compile(source));
        var model = RuleReader.Read(compilation.GetTypeByMetadataName("Rule")!, compilation, CancellationToken.None).Model!;
        if (model.Problem is null)
        {
            GeneratorHarness.AssertClean(compilation);
        }

        return model;
    }

    private static Task<IReadOnlyList<string>> Check(string members)
        => AnalyzerHarness.CheckIds(["DSC0004", "DSC0008", "DSC0103"], new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ {members} }}");
}
