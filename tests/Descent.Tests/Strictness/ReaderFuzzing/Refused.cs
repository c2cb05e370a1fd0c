using System.Text.RegularExpressions;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>What a rule cannot have, with marks around what is to be reported.</summary>
internal static partial class Refused
{
    private static readonly string[] s_statements =
    [
        "/*<*/while ($w > 1e300) { $w /= 2; }/*>*/",
        "/*<*/do { $w /= 2; } while ($w > 1e300);/*>*/",
        "foreach (var element in /*<*/System.Linq.Enumerable.Range(0, 3)/*>*/) { $w += element; }",
        "$w += $g switch { > 0 => 1, < 0 => /*<*/new double[3]/*>*/.Length, _ => 3 };",
        "/*<*/try { $w = 1; } finally { $w = 2; }/*>*/",
        "if ($g > 1) { /*<*/throw new InvalidOperationException();/*>*/ }",
        "/*<*/lock (this) { }/*>*/",
        "/*<*/using (var stream = new System.IO.MemoryStream()) { }/*>*/",
        "var kept = 0.5 * $w; /*<*/double Local(double z) => z * kept;/*>*/ $w = Local($w);",
        "/*<*/goto End;/*>*/ End: ;",
        "/*<*/for (var round = 0; round < K; round++) { $w += 1; }/*>*/",
        "/*<*/for (var round = 0; round < 1000; round++) { $w += 1; }/*>*/",
        "$w += /*<*/MathF.Sqrt(2)/*>*/;",
        "$w += /*<*/(float)$g/*>*/;",
        "$w += /*<*/(long)$g/*>*/;",
        "$w += (double)/*<*/(decimal)A/*>*/;",
        "$w += /*<*/(byte)K/*>*/;",
        "$w += /*<*/(short)$g/*>*/;",
        "$w += /*<*/(uint)K/*>*/;",
        "$w += /*<*/new Random(1).NextDouble()/*>*/;",
        "$w += /*<*/new double[] { 1 }[0]/*>*/;",
        "$w += /*<*/DateTime.Now.Ticks/*>*/;",
        "$w += /*<*/((double?)$g ?? 1)/*>*/;",
        "$w += /*<*/((Func<double, double>)(z => z))(1)/*>*/;",
        "$w += $g > 0 ? 1 : /*<*/throw new InvalidOperationException()/*>*/;",
        "$w += /*<*/\"text\".Length/*>*/;",
        "$w += /*<*/Environment.TickCount/*>*/;",
        "$w += /*<*/(int)$g/*>*/ / 2;",
        "if ($g > 0) { $w += /*<*/K / (K - 3)/*>*/; }",
    ];

    /// <summary>Those that a static method can have as well.</summary>
    private static readonly string[] s_staticStatements = [.. s_statements.Where(statement => !OfTheRule().IsMatch(statement))];

    /// <summary>A statement with a construct that is refused.</summary>
    public static string Pick(Random random, string weight, string gradient, bool isStatic)
    {
        var statements = isStatic ? s_staticStatements : s_statements;
        return "        " + statements[random.Next(statements.Length)].Replace("$w", weight, StringComparison.Ordinal).Replace("$g", gradient, StringComparison.Ordinal) + "\n";
    }

    /// <summary>What needs an object: itself, or a hyperparameter.</summary>
    [GeneratedRegex(@"\b(this|A|K)\b")]
    private static partial Regex OfTheRule();
}

/// <summary>Classes that cannot be rules, with marks around what is to be reported.</summary>
internal static class RefusedShapes
{
    private const string Update = "[Update] private void Update(ref double weight, double gradient) => weight -= gradient;";

    private static readonly string[] s_shapes =
    [
        $"[Optimizer] public sealed partial class /*<*/Rule/*>*/<TItem> {{ {Update} }}",
        $"[Optimizer] public sealed class /*<*/Rule/*>*/ {{ {Update} }}",
        $"public class Base; [Optimizer] public sealed partial class /*<*/Rule/*>*/ : Base {{ {Update} }}",
        $"[Optimizer] public abstract partial class /*<*/Rule/*>*/ {{ {Update} }}",
        $"public class Outer {{ [Optimizer] public sealed partial class /*<*/Rule/*>*/ {{ {Update} }} }}",
        $"public partial class Outer<TItem> {{ [Optimizer] public sealed partial class /*<*/Rule/*>*/ {{ {Update} }} }}",
        "[Optimizer] public sealed partial class /*<*/Rule/*>*/;",
        "[Optimizer] public sealed partial class Rule { [Update] private void /*<*/Update/*>*/(double gradient) { } }",
        "[Optimizer] public sealed partial class Rule { [Update] private void /*<*/Update/*>*/(ref double weight) { weight = 1; } }",
        "[Optimizer] public sealed partial class Rule { [Update] private double /*<*/Update/*>*/(ref double weight, double gradient) => weight -= gradient; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient, [Step] double /*<*/t/*>*/) => weight -= gradient * t; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient, [State] ref float /*<*/m/*>*/) => weight -= gradient * m; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient, [State(Count = 17)] Span<double> /*<*/m/*>*/) => weight -= gradient * m[0]; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient, [State(Count = 2)] Span<double> m) => weight -= gradient * /*<*/m[2]/*>*/; }",
        "[Optimizer] public sealed partial class Rule(double rate = 0.1) { [Update] private void Update(ref double weight, double gradient) => weight -= /*<*/rate/*>*/ * gradient; }",
        "[Optimizer] public sealed partial class Rule(double rate = 0.1) { public double Rate => rate; [Update] private void Update(ref double weight, double gradient) { /*<*/rate/*>*/ = 3; weight -= gradient; } }",
        "public static class Part { [Transform] public static double Apply(double update) => update; } [Optimizer, /*<*/Chain(typeof(Part), null!)/*>*/] public sealed partial class Rule;",
        "[Optimizer] public sealed partial class Rule { private double _rate = 1; [Update] private void Update(ref double weight, double gradient) => weight -= /*<*/_rate/*>*/ * gradient; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient) => weight -= F(gradient); private double F(double x) => x > 0 ? /*<*/F(x - 1)/*>*/ : x; }",
        "[Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient) => weight -= /*<*/F(gradient)/*>*/; private static TItem F<TItem>(TItem x) => x; }",
        $"[Optimizer] public sealed partial class Rule {{ {Update} [Update] private void /*<*/Second/*>*/(ref double weight, double gradient) => weight -= gradient; }}",
        $"[Optimizer] public sealed partial class Rule {{ [Hyperparameter(0.1)] public double /*<*/Rate/*>*/ {{ get; set; }} {Update} }}",
        $"[Optimizer] public sealed partial class Rule {{ [Hyperparameter(/*<*/2/*>*/, Max = 1)] public partial double Rate {{ get; set; }} {Update} }}",
    ];

    public static string Pick(Random random) => s_shapes[random.Next(s_shapes.Length)] + "\n";
}
