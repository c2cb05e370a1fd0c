using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>States of different methods that nearly have one name.</summary>
public sealed class NearNameTests
{
    /// <summary>A name that is misspelled in one method, chosen or not, where it is right or where it is wrong.</summary>
    [Theory]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double {|DSC0014:velocty|}) => w += velocty;", "[State] ref double velocity", "'velocty' and 'velocity'")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State(Name = \"Velocty\")] double {|DSC0014:v|}) => w += v;", "[State(Name = \"Velocity\")] ref double velocity", "'Velocty' and 'Velocity'")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double {|DSC0014:velocty|}) => w += velocty;", "[State(Name = \"Velocity\")] ref double v", "'velocty' and 'Velocity'")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double {|DSC0014:veloCity|}) => w += veloCity;", "[State] ref double velocity", "'veloCity' and 'velocity'")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double {|DSC0014:hom|}) => w += hom;", "[State] ref double home", "'hom' and 'home'")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State(Count = 2)] Span<double> {|DSC0014:velocites|}) => w += velocites[0];", "[State(Count = 2)] Span<double> velocities", "'velocites' and 'velocities'")]
    [InlineData("[ToEvaluation] void There(ref double w, [State] double averge) => w += averge; [ToTraining] void Back(ref double w, [State] double averge) => w -= averge;", "[State] ref double {|DSC0014:average|}", "'average' and 'averge'")]
    public async Task MisspelledName(string moves, string state, string names) => Assert.Equal(
        [$"{names} are two states, in different methods, whose names are nearly the same: methods share a state by its name"], await Check(moves, state));

    /// <summary>States of one method are told apart there, and chosen names are meant.</summary>
    [Theory]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double moment1) => w += moment1;", "[State] ref double moment1, [State] ref double moment2, [State] ref double moments")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double moment1) => w += moment1;", "[State] ref double moment2")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double m) => w += m;", "[State] ref double v")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State] double uMax) => w += uMax;", "[State] ref double vMax")]
    [InlineData("[BeforeGradient] void Before(ref double w, [State(Name = \"Slow\")] double average) => w += average;", "[State(Name = \"Fast\")] ref double averages")]
    [InlineData("[BeforeGradient] void Before(ref double w, double average) => w += average;", "[State] ref double averages")]
    public async Task OtherNames(string moves, string state) => Assert.Empty(await Check(moves, state));

    [Theory]
    [InlineData("velocity", "velocty", true)]
    [InlineData("velocity", "velociity", true)]
    [InlineData("velocity", "velosity", true)]
    [InlineData("velocity", "veloctiy", true)]
    [InlineData("velocity", "Velocity", true)]
    [InlineData("baseWeight", "base_weight", true)]
    [InlineData("firstMoment", "firsMoment", true)]
    [InlineData("firstMoment", "firstMomment", true)]
    [InlineData("velocity", "velocity", false)]
    [InlineData("velocity", "veloct", false)]
    [InlineData("velocity", "velocity2", false)]
    [InlineData("moment12", "moment13", false)]
    [InlineData("moment1000", "moment1001", false)]
    [InlineData("sum", "sun", false)]
    [InlineData("sumWeight", "sunWeight", false)]
    [InlineData("m", "v", false)]
    [InlineData("mHat", "vHat", false)]
    [InlineData("FirstMoment", "SecondMoment", false)]
    [InlineData("firsMoment", "firstMomen", false)]
    [InlineData("weight", "baseWeight", false)]
    [InlineData("_", "m", false)]
    public void NamesAreNear(string one, string other, bool areNear)
    {
        Assert.Equal(areNear, NearNames.AreNear(one, other));
        Assert.Equal(areNear, NearNames.AreNear(other, one));
    }

    [Fact]
    public async Task MisspelledNameInAPart() => Assert.Equal(
        ["'Part' cannot be a part of a chain: 'averge' and 'average' are two states, in different methods, whose names are nearly the same"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), """
            public static class Part
            {
                [AfterStep] public static void Apply(ref double weight, [State] ref double average) => average += weight;
                [ToEvaluation] public static void There(ref double weight, [State] ref double average) => weight += average;
                [ToTraining] public static void Back(ref double weight, [State] ref double averge) => weight -= averge;
            }
            [Optimizer, Chain({|DSC0023:typeof(Part)|})] public sealed partial class Rule;
            """));

    private static Task<IReadOnlyList<string>> Check(string moves, string state)
        => AnalyzerHarness.CheckIds(["DSC0014"], new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ {moves} [Update] void Update(ref double w, double g, {state}) => w -= g; }}");
}
