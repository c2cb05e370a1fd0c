namespace Descent;

/// <summary>
/// Rules that are refused, each with its diagnostic marked, as <c>{|DSC0005:Rate|}</c>. C# would find a declaration in error in each of them if
/// nothing, or the usual, were added to it: and then <c>csc</c> would print nothing else.
/// </summary>
internal static class RefusedRules
{
    private const string Update = "[Update] private void Change(ref double weight, double gradient) => weight -= 0.1 * gradient;";

    private const string Rate = "[Hyperparameter(0.1)] public partial double Rate { get; set; }";

    /// <summary>Those that get what C# demands, so that the analyzers are heard.</summary>
    public static IReadOnlyList<string> Open { get; } =
    [
        // A default outside its range; defaults and types that cannot be.
        Rule("[Hyperparameter({|DSC0009:-1|}, Min = 0)] public partial double Rate { get; set; }"),
        "public enum Mode : byte { A, B } " + Rule("[Hyperparameter(Mode.B)] public partial Mode {|DSC0005:Kind|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial float {|DSC0005:Rate|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] internal partial long {|DSC0005:Rate|} { private get; init; }"),
        Rule("[Hyperparameter(0.1)] public partial string? {|DSC0005:Rate|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial (int First, double @class)[] {|DSC0005:Rate|} { get; }"),
        Rule("[Hyperparameter(0.1)] public partial ref double {|DSC0005:Rate|} { get; }"),
        Rule("[Hyperparameter(0.1)] public static partial double {|DSC0005:Rate|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} { set; }"),
        Rule("[Hyperparameter(double.NaN)] public required partial double {|DSC0005:Rate|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:this|}[int index] { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} { get; set; } public partial double Rate { get => 1; set { } }"),

        // A body, and no declaration that it belongs to.
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} { get => 0.1; set { } }"),
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} => 0.1;"),
        Rule("[Hyperparameter(0.1)] internal partial double? {|DSC0005:Rate|} { get { return 0.1; } init { } }"),
        "[Optimizer] public sealed partial record {|DSC0007:Refused|} { [Hyperparameter(0.1)] public partial double Rate { get => 0.1; private set { } } " + Update + " }",

        // Roles: two learning rates, one that is no number, one that is none of the roles.
        Rule("[Hyperparameter(0.1, Role = HyperparameterRole.LearningRate)] public partial double Rate { get; set; } [Hyperparameter(0.1)] public partial double {|DSC0005:LearningRate|} { get; set; }"),
        Rule("[Hyperparameter(1, Role = HyperparameterRole.Momentum)] public partial int {|DSC0005:Rate|} { get; set; }"),
        Rule("[Hyperparameter(0.1, Role = (HyperparameterRole)9)] public partial double {|DSC0005:Rate|} { get; set; }"),

        // Classes that cannot be optimizers.
        $"[Optimizer] public sealed partial class {{|DSC0007:Refused|}}<T> {{ {Rate} {Update} }}",
        $"[Optimizer] public sealed partial class {{|DSC0007:Refused|}}<@class, T> : RuleOptimizer where T : struct {{ {Rate} {Update} }}",
        $"public partial class Outer<T> {{ [Optimizer] public sealed partial class {{|DSC0007:Refused|}} {{ {Rate} {Update} }} }}",
        $"[Optimizer] public sealed partial class {{|DSC0007:Twice|}}<T> {{ {Rate} {Update} }} [Optimizer] public sealed partial class Twice {{ {Rate} {Update} }}",
        $"[Optimizer] public sealed partial record {{|DSC0007:Refused|}} {{ {Rate} {Update} }}",
        $"[Optimizer] public abstract partial class {{|DSC0007:Refused|}} {{ {Rate} {Update} }}",
        $"[Optimizer] public sealed partial class {{|DSC0007:Refused|}} : System.Collections.ArrayList {{ {Rate} {Update} }}",

        // Names that are taken: of the class, of states, of the class of the state, of members.
        $"[Optimizer] public sealed partial class {{|DSC0008:Add|}} {{ {Rate} {Update} }}",
        $"[Optimizer] public sealed partial class {{|DSC0008:CompiledRule|}} {{ {Rate} {Update} }}",
        Rule("[Update] private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double {|DSC0008:M|}) => weight -= M = m = gradient;", ""),
        Rule("[Update] private void Update(ref double weight, double gradient, [State] ref double {|DSC0008:view|}) => weight -= view = gradient;", ""),
        Rule("[Update] private void Update(ref double weight, double gradient, [State] ref double {|DSC0008:totals|}, [Input] double {|DSC0008:length|}) => weight -= totals = gradient;", ""),
        Rule("[Update] private void Update(ref double weight, double gradient, [Input] double m, [State] ref double {|DSC0008:M|}) => weight -= M = m = gradient;", ""),
        Rule("[Update] private void Update(ref double weight, double gradient, [State(Name = \"M\")] ref double a, [State(Name = \"A\")] ref double m, [State] ref double {|DSC0008:M|}) => weight -= a = m = M = gradient;", ""),
        Rule("[Update] private void Update(ref double weight, double gradient, [{|DSC0004:State(Name = \"first moment\")|}] ref double m) => weight -= m = gradient;", ""),
        Rule("public double Gamma => 1; [Update] private void Update(ref double weight, double gradient, [State(Per = Per.Optimizer)] ref double {|DSC0008:gamma|}) => weight -= gradient;", ""),
        $"public class RefusedState; [Optimizer] public sealed partial class {{|DSC0008:Refused|}} {{ {Rate} {Update} }}",
        $"public partial class Outer {{ public void RefusedState() {{ }} [Optimizer] public sealed partial class {{|DSC0008:Refused|}} {{ {Rate} {Update} }} }}",
        $"public partial class RefusedState {{ [Optimizer] public sealed partial class {{|DSC0008:Refused|}} {{ {Rate} {Update} }} }}",
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0008:Add|} { get; set; }"),
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0008:Options|} { get; set; }"),
        Rule($"{Rate} private readonly double {{|DSC0008:Parameters|}} = 1; public double Both => Parameters + Rate;"),
        Rule($"{Rate} public enum {{|DSC0008:CompiledRule|}} {{ Now }}"),
        Rule($"{Rate} public void {{|DSC0008:Options|}}() {{ }}"),
        Rule($"{Rate} public void {{|DSC0008:Update|}}<TWeight>(Span<TWeight> weights, ReadOnlySpan<TWeight> gradients, RefusedState state) where TWeight : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<TWeight> {{ }}"),
        Rule($"{Rate} public StepResult {{|DSC0008:Step|}}() => default;"),

        // Names that are reserved, and states that nearly have one.
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0013:Device|} { get; set; }"),
        Rule($"{Rate} public void {{|DSC0013:Export|}}() {{ }}"),
        Rule($"{Rate} [BeforeGradient] private void Before(ref double weight, [State] double {{|DSC0014:velocty|}}) => weight += velocty; [Update] private void Update(ref double weight, double gradient, [State] ref double velocity) => weight += velocity -= Rate * gradient;", ""),

        // A method without the body that makes it a rule.
        "[Optimizer] public sealed partial class Refused { [Update] private partial void {|DSC0004:Change|}(ref double weight, double gradient, [State] ref double m); }",
        "public interface IRule<TSelf> where TSelf : IRule<TSelf> { static abstract void Change(ref double w, double g); } [Optimizer] public sealed partial class Refused : IRule<Refused> { [Update] static void IRule<Refused>.{|DSC0004:Change|}(ref double w, double g) => w -= g; }",

        // Parts of chains that are no classes.
        "[Optimizer, Chain(typeof(Descent.Chains.ScaleBySign), {|DSC0023:null!|})] public sealed partial class Refused;",
        "[Optimizer, Chain([typeof(Descent.Chains.ScaleBySign), {|DSC0023:typeof(int[])|}])] public sealed partial class Refused;",

        // What only parts of chains have, in a rule.
        Rule($"{Rate} [AfterStep] private static void {{|DSC0007:Clamp|}}(ref double weight) => weight = Math.Clamp(weight, -1, 1);"),
        "[Optimizer, Chain(typeof(Descent.Chains.ScaleBySign))] public sealed partial class Refused { [Hyperparameter(0.1)] public partial double {|DSC0007:Rate|} { get; set; } }",

        // A class that no other can derive from.
        "[Optimizer] public static partial class {|DSC0007:Refused|} { [Hyperparameter(0.1)] public static partial double Rate { get; set; } [Update] private static void Update(ref double weight, double gradient) => weight -= gradient; }",
    ];

    /// <summary>Those to which nothing can be added, so that the generator itself says why.</summary>
    public static IReadOnlyList<string> Closed { get; } =
    [
        $"[Optimizer] public sealed class {{|DSC0001:Refused|}} {{ {Update} }}",
        $"[Optimizer] public sealed class {{|DSC0001:Refused|}} {{ {Rate} {Update} }}",
        $"public class Outer {{ [Optimizer] public sealed partial class {{|DSC0001:Refused|}} {{ {Rate} {Update} }} }}",
        $"[Optimizer] file sealed partial class {{|DSC0007:Refused|}} {{ {Rate} {Update} }}",
        $"file partial class Outer {{ [Optimizer] public sealed partial class {{|DSC0007:Refused|}} {{ {Rate} {Update} }} }}",
        $"public sealed partial class {{|DSC0017:Refused|}} {{ {Rate} {Update} }}",

        // Types that take words from what is generated.
        $"[Optimizer] public sealed partial class {{|DSC0007:@var|}} {{ {Update} }}",
        $"public class nint; [Optimizer] public sealed partial class {{|DSC0007:Refused|}} {{ {Rate} {Update} }}",
        $"[Optimizer] public sealed partial class {{|DSC0007:Refused|}} {{ {Update} private enum nuint {{ One }} }}",
        $"public partial class unmanaged {{ [Optimizer] public sealed partial class {{|DSC0007:Refused|}} {{ {Update} }} }}",
    ];

    /// <summary>Those in C# that is newer than the compiler that the tests are built on.</summary>
    public static IReadOnlyList<string> Newest { get; } =
    [
        // An initializer beside the default.
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} { get; set; } = 0.1;"),
        Rule("[Hyperparameter(0.1)] public partial float {|DSC0005:Rate|} { get; } = 0.1f;"),

        // Bodies that name what they keep, of a hyperparameter and of another property.
        Rule("[Hyperparameter(0.1)] public partial double {|DSC0005:Rate|} { get => field; set => field = value; }"),
        Rule("public double Warmth { get => {|DSC0006:field|}; set; } [Update] private void Update(ref double weight, double gradient) => weight -= Warmth * gradient;", ""),

        // The method that C# makes of an extension: it has no body of its own.
        "public static class Extensions { extension(double x) { public double Square() => x * x; } } "
            + Rule("[Update] private void Update(ref double weight, double gradient) => weight -= {|DSC0006:Extensions.Square(gradient)|};", ""),
        "public static class Extensions { extension(double x) { public double Square() => x * x; } } "
            + Rule("[Update] private void Update(ref double weight, double gradient) => weight -= {|DSC0006:gradient.Square()|};", ""),
        "public static class Extensions { extension(double x) { public double Squared => x * x; } } "
            + Rule("[Update] private void Update(ref double weight, double gradient) => weight -= {|DSC0006:gradient.Squared|};", ""),
    ];

    private static string Rule(string members, string update = Update) => $"[Optimizer] public sealed partial class Refused {{ {members} {update} }}";
}
