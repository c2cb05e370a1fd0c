using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What is wrong with a chain is said where it names the part; what is wrong with the body of a part, in the body.</summary>
public sealed class ChainTests
{
    private const string OfSigns = ", Chain(typeof(Descent.Chains.ScaleBySign))";

    private const string Update = " [Update] private void Update(ref double weight, double gradient) => weight -= gradient;";

    [Theory]
    [InlineData("public static double Apply(double update) => update;", "it must have one [Transform] or one [AfterStep] method")]
    [InlineData("[Transform] public static double Apply(double update) => update; [AfterStep] public static void After(ref double weight) { }", "it must have one [Transform] or one [AfterStep] method")]
    [InlineData("[Transform] public double Apply(double update) => update;", "'Apply': it must be static")]
    [InlineData("[Transform] public static double Apply<T>(double update) => update;", "'Apply': it must not have type parameters, nor be in a type that has")]
    [InlineData("[Transform] public static void Apply(double update) { }", "'Apply' must return the update, a double")]
    [InlineData("[AfterStep] public static double Apply(ref double weight) => weight;", "'Apply' must return nothing")]
    [InlineData("[Transform] private static double Apply(double update) => update;", "'Apply' must be accessible from the chain")]
    [InlineData("[Transform] public static double Apply(double update, double other) => update;", "parameter 'other' of 'Apply': it needs an attribute ([State], [Step], [Random], [Hyperparameter]) or the name of what it is (weight, gradient)")]
    [InlineData("[Transform] public static double Apply(double update, [Random] ref double u) => update;", "parameter 'u' of 'Apply': a random value is '[Random] double', by value")]
    [InlineData("[Transform] public static double Apply(double update) => update; [ToEvaluation] public static void There(ref double weight, [Random] double u) { } [ToTraining] public static void Back(ref double weight) { }", "parameter 'u' of 'There': only what the update calls draws random values")]
    [InlineData("[AfterStep] public static void Apply(double weight) { }", "parameter 'weight' of 'Apply': the weight is 'ref double'")]
    [InlineData("[Transform] public static double Apply(double update, [Step] double t) => update;", "parameter 't' of 'Apply': the step number is '[Step] int', by value")]
    [InlineData("[Transform] public static double Apply(double update, [Hyperparameter(-1.0, Min = 0)] double rate) => update;", "parameter 'rate' of 'Apply': its default must be at least 0; -1 is not")]
    [InlineData("[Transform] public static double Apply(double update, [Hyperparameter(double.NaN)] double rate) => update;", "parameter 'rate' of 'Apply': its default value must be a finite constant of its type")]
    [InlineData("[Transform] public static double Apply(double update, [State(From = \"other\")] ref double m) => update;", "parameter 'm' of 'Apply': 'From' must name the weight parameter or a double hyperparameter; 'other' is neither")]
    [InlineData("[Transform] public static double Apply(double update) => update; [ToEvaluation] public static void There(ref double weight) { }", "[ToEvaluation] and [ToTraining] belong together: one moves the weights, the other moves them back")]
    public async Task PartThatCannotBeOne(string methods, string why) => Assert.Equal(
        [$"'Part' cannot be a part of a chain: {why}"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), $"public class Part {{ {methods} }} [Optimizer, Chain({{|DSC0023:typeof(Part)|}})] public sealed partial class Rule;"));

    [Fact]
    public async Task ChainWithoutParts() => Assert.Equal(
        ["'Rule' cannot be an optimizer: a chain has at least one part"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), "[Optimizer, {|DSC0007:Chain|}] public sealed partial class Rule;"));

    /// <summary>A chain may scale twice; it is schedules that ask for one learning rate.</summary>
    [Fact]
    public async Task ChainWithTwoLearningRates() => Assert.Equal(
        [],
        await AnalyzerHarness.Check(
            new RuleAnalyzer(),
            """
            public static class Part
            {
                [Transform] public static double Apply(double update, [Hyperparameter(0.1, Role = HyperparameterRole.LearningRate)] double stepSize) => stepSize * update;
            }

            [Optimizer, Chain(typeof(Descent.Chains.ScaleByLearningRate), typeof(Part))] public sealed partial class Rule;
            """));

    [Fact]
    public async Task ChainWithAnUpdateMethod() => Assert.Equal(
        ["'Rule' cannot be an optimizer: its chain takes the place of 'Update'"],
        await AnalyzerHarness.Check(
            new RuleAnalyzer(),
            "[Optimizer, Chain(typeof(Descent.Chains.ScaleBySign))] public sealed partial class Rule { [Update] private void {|DSC0007:Update|}(ref double weight, double gradient) => weight -= gradient; }"));

    /// <summary>What a part brings would be compiled by nobody in a rule, were it let through.</summary>
    [Theory]
    [InlineData("", "[AfterStep] private static void {|DSC0007:Clamp|}(ref double weight) => weight = System.Math.Clamp(weight, -1, 1);" + Update, "'Clamp' is a part of a chain, and belongs in a static class of its own that a [Chain] names")]
    [InlineData("", "[Transform] private double {|DSC0007:Twice|}(double update) => 2 * update;" + Update, "'Twice' is a part of a chain, and belongs in a static class of its own that a [Chain] names")]
    [InlineData(OfSigns, "[AfterStep] public static void {|DSC0007:Clamp|}(ref double weight) => weight = 0;", "'Clamp' is a part of a chain, and belongs in a static class of its own that a [Chain] names")]
    [InlineData(OfSigns, "[Hyperparameter(1)] public partial double {|DSC0007:Rate|} { get; set; }", "'Rate' belongs to a part of its chain, as a parameter: the parts bring the hyperparameters")]
    public async Task MemberThatBelongsToAPart(string chain, string member, string why) => Assert.Equal(
        [$"'Rule' cannot be an optimizer: {why}"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), $"[Optimizer{chain}] public sealed partial class Rule {{ {member} }}"));

    [Fact]
    public async Task MemberWithTheNameOfAHyperparameter() => Assert.Equal(
        ["The name 'LearningRate', which the compiler generates for 'Rule', is taken"],
        await AnalyzerHarness.Check(
            new RuleAnalyzer(),
            "[Optimizer, Chain(typeof(Descent.Chains.ScaleByLearningRate))] public sealed partial class {|DSC0008:Rule|} { public double LearningRate => 1; }"));

    /// <summary>A part's own names may clash with each other, and with those that the compiler makes.</summary>
    [Theory]
    [InlineData("[State] ref double m, [State] ref double M", "PartM")]
    [InlineData("[Hyperparameter(1)] double rate, [Hyperparameter(1)] double Rate", "PartRate")]
    [InlineData("[Hyperparameter(1)] double rate, [State(Per = Per.Optimizer)] ref double Rate", "Rate")]
    [InlineData("[Hyperparameter(1)] double add", "Add")]
    public async Task PartWithClashingNames(string parameters, string name) => Assert.Equal(
        [$"The name '{name}', which the compiler generates for 'Rule', is taken"],
        await AnalyzerHarness.Check(
            new RuleAnalyzer(),
            $"public static class Part {{ [Transform] public static double Apply(double update, {parameters}) => update; }} [Optimizer, Chain(typeof(Part))] public sealed partial class {{|DSC0008:Rule|}};"));

    [Fact]
    public async Task ErrorInTheBodyOfAPart() => Assert.Equal(
        ["Not supported in a rule: a while loop"],
        await AnalyzerHarness.Check(
            new InlineableAnalyzer(),
            """
            public static class Part
            {
                [Transform]
                public static double Apply(double update)
                {
                    {|DSC0006:while (update > 1) { update /= 2; }|}
                    return update;
                }
            }

            [Optimizer, Chain(typeof(Part))] public sealed partial class Rule;
            """));
}
