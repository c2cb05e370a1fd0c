namespace Descent;

/// <summary>
/// Legal rules whose names meet those of generated code, or whose members give warnings to whoever names them. All compile without a
/// warning, in a strict library that says it complies with the common language specification.
/// </summary>
internal static class LegalRules
{
    /// <summary>The rules by the names of their classes.</summary>
    public static IReadOnlyList<(string Name, string Source)> WithNames { get; } =
    [
        // The rule itself is called as generated code calls the type of the weights.
        ("T", """
            [Optimizer] public sealed partial class T
            {
                [Hyperparameter(1e-2, Min = 0)] public partial double Rate { get; set; }
                [Update] private void Update(ref double weight, double gradient, [State] ref double m) { m += gradient / (1 + Math.Sqrt(Reduce.Sum(gradient * gradient))); weight -= Rate * m; }
            }
            """),
        // What loops over rows and columns name.
        ("Lines", """
            [Optimizer] public sealed partial class Lines
            {
                [Update] private void Update(
                    ref double weight, double gradient, [State(Per = Per.Row)] ref double count, [State(Per = Per.Row)] ref double stateOfRows, [State(Per = Per.Column)] ref double memory, [State(Per = Per.Column)] ref double @event)
                {
                    var TLanes = Reduce.Sum(gradient * gradient);
                    var i = Reduce.Max(gradient, Per.Row);
                    var state = TLanes + count * i;
                    count += TLanes;
                    stateOfRows += state;
                    memory += Reduce.Sum(gradient, Per.Column);
                    @event = memory * TLanes;
                    weight -= 0.1 * gradient * (state + stateOfRows) / (1 + memory * memory + @event * @event);
                }
            }
            """),
        // A hyperparameter's argument of the loop, and the vector of another.
        ("Arguments", """
            [Optimizer] public sealed partial class Arguments
            {
                [Hyperparameter(1e-2, Min = 0)] public partial double Rate { get; set; }
                [Hyperparameter(0.5, Min = 0, Below = 1)] public partial double RateValue { get; set; }
                [Update] private void Update(ref double weight, double gradient, [State] ref double m) { m = RateValue * m + gradient; weight -= Rate * m; }
            }
            """),
        // The same with a local.
        ("Hoisted", """
            [Optimizer] public sealed partial class Hoisted
            {
                [Hyperparameter(1e-2, Min = 0)] public partial double Rate { get; set; }
                [Hyperparameter(1e-4, Min = 0)] public partial double Decay { get; set; }
                [Update] private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t)
                {
                    m = 0.9 * m + 0.1 * gradient;
                    var rateValue = Rate / (1 - Math.Pow(0.9, t));
                    weight -= rateValue * m + Rate * Math.Sign(weight) * Decay;
                }
            }
            """),
        // An element of a span and a state of its name; a field of an input and a state of its name.
        ("Elements", """
            [Optimizer] public sealed partial class Elements
            {
                [Update] private void Update(ref double weight, double gradient, [State(Count = 2)] Span<double> m, [State] ref double m0, [Input] double c, [State] ref double cInput)
                {
                    m[0] += gradient;
                    m[1] += m0;
                    m0 += 2 * gradient;
                    cInput += c;
                    weight -= m[0] * cInput + m0 + m[1];
                }
            }
            """),
        // Two names of one state in two methods; names that are those of other parameters; a keyword.
        ("Chosen", """
            [Optimizer] public sealed partial class Chosen
            {
                [BeforeGradient] private void Before(ref double weight, [State(Name = "Mean")] double average, [State(Name = "class")] double e) => weight -= 0.5 * average + e;
                [Update] private void Update(ref double weight, double gradient, [State(Name = "Mean", Initial = 2)] ref double m, [State(Name = "M")] ref double mean, [State(Name = "Means", Count = 2)] Span<double> c, [State(Name = "class")] ref double d)
                {
                    m = 0.5 * m + gradient;
                    mean += m;
                    c[1] += c[0] + mean;
                    c[0] += gradient;
                    d += c[0];
                    weight -= m + 0.25 * c[1] + 0.125 * d;
                }
            }
            """),
        // A property in lower case and the parameters of generated methods.
        ("Lower", """
            [Optimizer] public sealed partial class Lower
            {
                [Hyperparameter(0.5)] public partial double weights { get; set; }
                [Hyperparameter(0.5)] public partial double T { get; set; }
                [Hyperparameter(0.5)] public partial double value { get; set; }
                [Update] private void step(ref double w, double g, [State(Per = Per.Tensor, From = nameof(weights))] ref double q, [State(From = nameof(T))] ref double r)
                {
                    q *= value;
                    r = T * r + g;
                    w -= weights * r * q;
                }
            }
            """),
        // States of the step and the names of the struct that holds their values; a method and the variable of a loop.
        ("Counters", """
            [Optimizer] public sealed partial class Counters
            {
                [Update] private static void i(
                    ref double w, double g, [State(Per = Per.Tensor, Initial = 1)] ref double rule, [State(Per = Per.Tensor, Initial = 1)] ref double step,
                    [State(Per = Per.Tensor, Initial = 1)] ref double nextRule)
                {
                    rule *= 0.5;
                    step *= 0.25;
                    nextRule *= 0.75;
                    var updateValues = rule * 3;
                    w -= g * updateValues * nextRule * step;
                }
            }
            """),
        // Keywords, and letters that are neither upper nor lower case.
        ("Keywords", """
            [Optimizer] public sealed partial class Keywords
            {
                [Hyperparameter(0.1)] public partial double Checked { get; set; }
                [Hyperparameter(0.1)] public partial double 値 { get; set; }
                [Update] private void Update(ref double w, double g, [State(Per = Per.Optimizer, From = nameof(値))] ref double 数)
                {
                    var @checked = g * Checked;
                    w -= @checked * 値 * 数;
                    数 = 0.5 * 数;
                }
            }
            """),
        // The author's members and the private ones of the generated part.
        ("Members", """
            [Optimizer] public sealed partial class Members
            {
                private double _rate = 1, _gamma = 2, _nextGamma = 3;
                private int UpdateRange { get; set; }
                private enum UpdateValues { None }
                public override string ToString() => $"{_rate++} {_gamma++} {_nextGamma++} {UpdateRange} {UpdateValues.None}";
                [Hyperparameter(0.1)] public partial double Rate { get; set; }
                [Update] private void Update(ref double w, double g, [State(Per = Per.Optimizer, Initial = 1)] ref double gamma)
                {
                    w -= Rate * g * gamma;
                    gamma = 0.5 * gamma;
                }
            }
            """),
        ("Explicit", """
            public interface IRule { void Change(ref double w, double g); }
            [Optimizer] public sealed partial class Explicit : IRule { [Update] void IRule.Change(ref double w, double g) => w -= 0.1 * g; }
            """),
        // A method of the author's with the name of the one that a chain gets.
        ("Chained", """
            public static class Part { [Transform] public static double Apply(double update, [State] ref double 値, [Hyperparameter(0.5)] double Keep) => 値 = Keep * 値 + update; }
            #pragma warning disable CS3016 // a chain's attribute takes an array
            [Optimizer, Chain(typeof(Part))]
            #pragma warning restore CS3016
            public sealed partial class Chained { private void Update(ref double weight, double gradient, ref double 値) => weight = gradient + 値; public void Try(ref double x) => Update(ref x, x, ref x); }
            """),
    ];

    /// <summary>Rules whose members are obsolete, or experimental.</summary>
    public static IReadOnlyList<string> WithMarks { get; } =
    [
        """
        [Optimizer] public sealed partial class ObsoleteHyperparameter
        {
            [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1), Obsolete("use Momentum2")] public partial double Momentum { get; set; }
        #pragma warning disable CS0618
            [Update] private void Update(ref double weight, double gradient, [State] ref double m) { m = Momentum * m + gradient; weight -= LearningRate * m; }
        #pragma warning restore CS0618
        }
        """,
        """
        [Optimizer] public sealed partial class ObsoleteAccessors
        {
            [Hyperparameter(1e-2, Min = 0)] public partial double Rate { get; [Obsolete("set it once")] set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { [Obsolete("x", true)] get; set; }
            [Update] private void Update(ref double weight, double gradient, [State] ref double m) { m = 0.5 * m + gradient; weight -= Rate * m; }
        }
        """,
        """
        public enum Mode { Now, [Obsolete("gone")] Old, [Obsolete("gone", true)] Older }
        [Optimizer] public sealed partial class ObsoleteMember
        {
            [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }
            [Hyperparameter(Mode.Now)] public partial Mode Mode { get; set; }
            [Update] private void Update(ref double weight, double gradient) => weight -= Mode == Mode.Now ? LearningRate * gradient : 2 * LearningRate * gradient;
        }
        """,
        """
        [Optimizer] public sealed partial class ObsoleteUpdate
        {
            [Obsolete("x", true), Update] private void Update(ref double w, double g, [State(Count = 2)] Span<double> m) { m[0] += g; m[1] += m[0]; w -= 0.1 * (m[0] + m[1]); }
        }
        """,
        """
        [Obsolete] public enum Gone { A, B }
        [Optimizer] public sealed partial class ObsoleteType
        {
        #pragma warning disable CS0612
            [Hyperparameter(Gone.B), Obsolete("x", true)] public partial Gone Kind { get; set; }
        #pragma warning restore CS0612
            [Update, Obsolete] private void Update(ref double w, double g) => w -= Kind == Gone.A ? g : 2 * g;
        }
        """,
        """
        [Optimizer, Obsolete("all of it")] public sealed partial class ObsoleteRule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }
            [Update] private void Update(ref double w, double g, [State(Per = Per.Optimizer, From = nameof(Rate))] ref double q) { q = 0.5 * q; w -= Rate * g * q; }
        }
        """,
        """
        [Optimizer] public sealed partial class OwnId
        {
            [Obsolete("x", DiagnosticId = "MY001"), Hyperparameter(0.1)] public partial double Rate { get; set; }
        #pragma warning disable MY001
            [Update] private void Update(ref double w, double g, [State(Per = Per.Tensor, From = nameof(Rate))] ref double q) { q *= 0.5; w -= Rate * g * q; }
        #pragma warning restore MY001
        }
        """,
        """
        #pragma warning disable EXP1, EXP2, EXP3
        [System.Diagnostics.CodeAnalysis.Experimental("EXP1")] public enum Trial { A, B, [System.Diagnostics.CodeAnalysis.Experimental("EXP2")] C }
        [Optimizer] public sealed partial class Experiment
        {
            [System.Diagnostics.CodeAnalysis.Experimental("EXP3"), Hyperparameter(Trial.C)] public partial Trial Kind { get; set; }
            [System.Diagnostics.CodeAnalysis.Experimental("EXP3"), Update] private void Update(ref double w, double g) => w -= Kind == Trial.A ? g : 2 * g;
        }
        [System.Diagnostics.CodeAnalysis.Experimental("EXP1")] public static class TrialPart
        {
            [Transform, System.Diagnostics.CodeAnalysis.Experimental("EXP2")] public static double Apply(double update, [Hyperparameter(Trial.B)] Trial kind) => kind == Trial.A ? update : 2 * update;
        }
        #pragma warning disable CS3016 // a chain's attribute takes an array
        [Optimizer, Chain(typeof(TrialPart))] public sealed partial class TrialChain;
        #pragma warning restore EXP1, EXP2, EXP3, CS3016
        """,
        """
        public static class ObsoletePart { [Transform, Obsolete("x", true)] public static double Apply(double update, [Hyperparameter(0.5)] double keep) => keep * update; }
        #pragma warning disable CS3016
        [Optimizer, Chain(typeof(ObsoletePart))] public sealed partial class ObsoleteChain;
        #pragma warning restore CS3016
        """,
    ];
}
