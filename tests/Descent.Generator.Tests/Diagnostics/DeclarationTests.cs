using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What a rule's declarations should be: roles that fit their names, names that are free, a class that is sealed, one method for two moves.</summary>
public sealed class DeclarationTests
{
    private const string Update = "[Update] void Update(ref double w, double g) => w -= g;";
    private const string Two = "[Hyperparameter(1)] public partial double First { get; set; } [Hyperparameter(1)] public partial double Second { get; set; }";

    [Theory]
    [InlineData("double weight, ref double {|DSC0011:gradient|}", "weight")]
    [InlineData("double _W, [State] ref double m, ref double {|DSC0011:grad|}", "_W")]
    [InlineData("double x, ref double {|DSC0011:g|}", "x")]
    [InlineData("ref double {|DSC0011:y|}, double theta", "theta")]
    public async Task RolesThatTheirNamesGainsay(string parameters, string gradient) => Assert.Equal(
        $"is the weight, because it is 'ref double', and '{gradient}' is its gradient: their names say the opposite",
        Assert.Single(await Check("DSC0011", $"[Update] void Update({parameters}) {{ }}")).Split('\'', 3)[2].Trim());

    [Theory]
    [InlineData("ref double weight, double gradient")]
    [InlineData("ref double x, double y")]
    [InlineData("double gradient, ref double weight")]
    [InlineData("ref double w, double g, [Input] double weight")]
    [InlineData("ref double w, double g, [State] ref double gradient")]
    public async Task RolesThatFitTheirNames(string parameters) => Assert.Empty(await Check("DSC0011", $"[Update] void Update({parameters}) {{ }}"));

    [Fact]
    public async Task RolesOfAMethodThatLooksAhead()
        => Assert.Single(await Check("DSC0011", Update + "[BeforeGradient] void Before(double weight, ref double {|DSC0011:gradient|}) => gradient += weight;"));

    [Theory]
    [InlineData("public partial class {|DSC0012:Rule|} {", "}")]
    [InlineData("partial class {|DSC0012:Rule|} {", "} partial class Rule;")]
    [InlineData("partial class {|DSC0012:Rule|} {", "} class Derived : Rule;")]
    [InlineData("public sealed partial class Rule {", "}")]
    [InlineData("partial class Rule {", "} sealed partial class Rule;")]
    public async Task ClassThatIsNotSealed(string before, string after)
    {
        var messages = await AnalyzerHarness.CheckIds(["DSC0012"], new RuleAnalyzer(), $"[Optimizer] {before} {Update} {after}");

        Assert.All(messages, message => Assert.Equal("Optimizer 'Rule' is not sealed, and no other optimizer can be derived from it", message));
    }

    [Theory]
    [InlineData($"class {{|DSC0017:Rule|}} {{ {Update} }}", "an [Update] method")]
    [InlineData($"struct {{|DSC0017:Rule|}} {{ {Update} }}", "an [Update] method")]
    [InlineData($"class Outer {{ partial class {{|DSC0017:Rule|}} {{ {Update} }} }}", "an [Update] method")]
    [InlineData($"[Optimizer] partial class Base {{ {Update} }} class {{|DSC0017:Rule|}} : Base {{ {Update} }}", "an [Update] method")]
    [InlineData("class {|DSC0017:Rule|} { [ToEvaluation, ToTraining] void Move(ref double w) => w = -w; }", "a [ToEvaluation] method")]
    [InlineData("class {|DSC0017:Rule|} { [BeforeGradient] void Ahead(ref double w) => w = -w; }", "a [BeforeGradient] method")]
    [InlineData("[Chain(typeof(Descent.Chains.ScaleBySign))] partial class {|DSC0017:Rule|};", "a [Chain]")]
    [InlineData($"partial class {{|DSC0017:Rule|}} {{ {Two} {Update} }}", "an [Update] method")]
    [InlineData($"partial class {{|DSC0017:Rule|}} {{ {Update} }} partial class Rule {{ {Two} }}", "an [Update] method")]
    public async Task RuleInAClassThatIsNotMarked(string source, string has) => Assert.Equal(
        [$"'Rule' has {has} and is not marked [Optimizer]: nothing compiles it"], await AnalyzerHarness.CheckIds(["DSC0017"], new RuleAnalyzer(), source));

    [Theory]
    [InlineData("static class Part { [Transform] public static double Apply(double update) => -update; [ToEvaluation] public static void Move(ref double weight, [State] ref double s) => weight = s; }")]
    [InlineData("static class Helper { [Inlineable] public static double Twice(double x) => 2 * x; }")]
    [InlineData("class Other { void Update(ref double w, double g) => w -= g; }")]
    [InlineData($"partial class Other {{ {Two} }}")]
    [InlineData($"[Optimizer] sealed partial class Rule {{ {Two} {Update} }}")]
    public async Task ClassThatNeedsNoMark(string source) => Assert.Empty(await AnalyzerHarness.CheckIds(["DSC0017"], new RuleAnalyzer(), source));

    [Fact]
    public async Task ChainThatIsNotSealed()
        => Assert.Single(await AnalyzerHarness.CheckIds(["DSC0012"], new RuleAnalyzer(), "[Optimizer, Chain(typeof(Descent.Chains.ScaleBySign))] partial class {|DSC0012:Rule|};"));

    [Theory]
    [InlineData("[Hyperparameter(1)] public partial int {|DSC0013:Seed|} { get; set; }")]
    [InlineData("public string {|DSC0013:Name|} => \"rule\";")]
    [InlineData("private readonly double {|DSC0013:Device|} = 1;")]
    [InlineData("private const double {|DSC0013:Device|} = 1;")]
    [InlineData("public void {|DSC0013:Export|}(string path) { }")]
    [InlineData("public T {|DSC0013:LoadAsync|}<T>(T value) => value;")]
    [InlineData("internal static void {|DSC0013:Import|}() { }")]
    [InlineData("public event Action? {|DSC0013:Metrics|};")]
    [InlineData("public enum {|DSC0013:Device|} { Here }")]
    [InlineData("private double Export(double x) => x;")]
    [InlineData("public double save; public double Names; public void Loads() { }")]
    public async Task NameOfAPlannedMember(string member) => await Check("DSC0013", Update + member);

    [Fact]
    public async Task NameOfAMember_SaysWhoHasIt() => Assert.Equal(
        ["The name 'Options', which every optimizer has, is taken", "The name 'Update', which the compiler generates for 'Rule', is taken"],
        await Check("DSC0008", "[Update] void Step(ref double w, double g) => w -= g; private const double {|DSC0008:Options|} = 1, {|DSC0008:Update|} = 2;"));

    [Fact]
    public async Task NameOfAPlannedMember_SaysWhatItWillBe() => Assert.Equal(
        ["'Export' is reserved: every optimizer will have a member of that name, which writes its state for another library"], await Check("DSC0013", Update + "public void {|DSC0013:Export|}() { }"));

    [Fact]
    public async Task NameOfAPlannedMember_ImplementedExplicitly()
        => Assert.Empty(await AnalyzerHarness.CheckIds(["DSC0013"], new RuleAnalyzer(), $"public interface ISaver {{ void Export(); }} [Optimizer] public sealed partial class Rule : ISaver {{ {Update} void ISaver.Export() {{ }} }}"));

    [Fact]
    public async Task StateOfTheOptimizer_WithThePlannedName() => Assert.Single(await AnalyzerHarness.CheckIds(
        ["DSC0013"], new RuleAnalyzer(), "[Optimizer] public sealed partial class {|DSC0013:Rule|} { [Update] void Update(ref double w, double g, [State(Per = Per.Optimizer)] ref double seed) { seed += 1; w -= g; } }"));

    /// <summary>A state of the tensor is a member of the state, which is another class.</summary>
    [Fact]
    public async Task StateOfTheTensor_WithThatName_IsAllowed()
        => Assert.Empty(await Check("DSC0013", "[Update] void Update(ref double w, double g, [State(Per = Per.Tensor)] ref double seed) { seed += 1; w -= g; }"));

    [Fact]
    public async Task HyperparameterOfAChain_WithThePlannedName() => Assert.Single(await AnalyzerHarness.CheckIds(["DSC0013"], new RuleAnalyzer(), """
        public static class Part { [Transform] public static double Apply(double update, [Hyperparameter(1)] double seed) => seed * update; }
        [Optimizer, Chain(typeof(Part))] public sealed partial class {|DSC0013:Rule|};
        """));

    /// <summary>The page lists the names, each once.</summary>
    [Fact]
    public void Page_ListsThePlannedNames()
    {
        var rows = Repository.Read("generator", "docs", "DSC0013.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]);

        Assert.Equal(PlannedMembers.Names.Order(StringComparer.Ordinal), rows.SelectMany(names => names.Split(',')).Select(name => name.Trim().Trim('`')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OneMethod_MovesBothWays()
    {
        const string Rule = "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double w, double g, [State(From = nameof(w))] ref double x) { x -= g; w = x; } "
            + "[ToEvaluation, ToTraining] static void Exchange(ref double w, [State(From = nameof(w))] ref double x) => (w, x) = (x, w); }";
        var (compilation, _) = GeneratorHarness.Generate(Rule);

        GeneratorHarness.AssertClean(compilation);
        Assert.Equal([Model.RuleMethod.ToEvaluation, Model.RuleMethod.ToTraining], RuleReader.Read(compilation.GetTypeByMetadataName("Rule")!, compilation, CancellationToken.None).Model!.Moves.Items.Select(move => move.Kind));
        Assert.Empty(await AnalyzerHarness.Check(new RuleAnalyzer(), Rule));
    }

    /// <summary>What is wrong with it is said once.</summary>
    [Fact]
    public async Task OneMethod_MovesBothWays_AndIsWrong()
    {
        Assert.Single(await Check("DSC0006", Update + "[ToEvaluation, ToTraining] static void Turn(ref double w) { {|DSC0006:while (w > 1) { w -= 1; }|} w = -w; }"));
        Assert.Single(await Check("DSC0102", Update.Replace("w -= g", "w -= 1", StringComparison.Ordinal).Replace("double g", "double {|DSC0102:g|}", StringComparison.Ordinal) + "[ToEvaluation, ToTraining] static void Turn(ref double w) => w = -w;"));
        Assert.Single(await Check("DSC0107", Update + "[ToEvaluation, ToTraining] static void Turn(ref double w) { var x = {|DSC0107:w * 2|}; w = -w; }"));
    }

    /// <summary>Of a part too, whose body travels once.</summary>
    [Fact]
    public void OneMethodOfAPart_MovesBothWays()
    {
        var (compilation, _) = GeneratorHarness.Generate("""
            public static class Mirror
            {
                [AfterStep] public static void Apply(ref double weight, [State] ref double m) => m += weight;
                [ToEvaluation, ToTraining] public static void Turn(ref double weight) => weight = -weight;
            }
            [Optimizer, Chain(typeof(Mirror))] public sealed partial class Rule;
            """);

        GeneratorHarness.AssertClean(compilation);
        Assert.Equal(2, compilation.Assembly.GetAttributes().Count(attribute => attribute.AttributeClass!.Name == "InlineableBodyAttribute"));
    }

    private static Task<IReadOnlyList<string>> Check(string id, string members)
        => AnalyzerHarness.CheckIds([id], new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ {members} }}");
}
