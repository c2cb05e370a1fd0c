namespace Descent.Tests.Strictness;

/// <summary>
/// Where C# evaluates an assignable expression, and when: the loop against the author's method, bit for bit, in rules that would differ if
/// an index were evaluated twice or late, or if two references to one variable were two variables.
/// </summary>
public sealed class PlacesTests
{
    private const string Library = """
        namespace Tools;

        public static class Places
        {
            [Inlineable] public static void Step(in double old, ref double weight, double gradient) { weight -= gradient; weight -= 0.1 * old; }
            [Inlineable] public static double Both(ref double a, ref double b, bool first) { a += 1; if (first) { b *= 2; a -= 3; return a; } b -= a; return a * b; }
            [Inlineable] public static void Through(ref double a, ref double b) { Step(a, ref b, 2); Both(ref b, ref a, true); }
        }
        """;

    private const string Helpers = """
        static void Add(ref double a, double b) { a += b; }
        static void Both(ref double a, ref double b) { a += 1; b *= 2; a -= 3; }
        static void Old(in double old, ref double w, double g) { w -= g; w -= 0.1 * old; }
        static void Out(ref double a, out double b) { b = a * 2; a += 1; b += a; }
        static void If(ref double a, ref double b, double g) { if (g > 0) { a = g; b += 1; } else if (g < -1) { b = a + 1; return; } a *= b; }
        static void Through(ref double a, ref double b, in double c) { Both(ref a, ref b); Both(ref b, ref b); a += c; }
        static bool Try(double g, out double y) { y = 2 * g; return g < 5; }
        static int Next(ref int k) => k++;
        static double Times(in int k, double g) => k * g;
        static double Middle(double a, double b, double c) { if (a > b) { if (b > c) { return b; } if (a > c) return c; return a; } return a > c ? a : b < c ? b : c; }
        """;

    /// <summary>Each changes the weight by what it finds in its states.</summary>
    public static IReadOnlyList<string> Bodies =>
    [
        // The index is evaluated once, before the value.
        "int k = 0; v[k++] += gradient; weight -= v[0] + 10 * v[1] + 100 * k;",
        "int k = 0; v[k++]++; --v[k]; weight -= v[0] + 10 * v[1] + 100 * k + gradient;",
        "int k = 0; Add(ref v[k++], gradient); weight -= v[0] + 10 * v[1] + 100 * k;",
        "int k = 0; v[k] = (k = 1) + gradient; weight -= v[0] + 10 * v[1];",
        "int k = 1; v[k] += v[k = 0] + (k = 2) + gradient; weight -= v[0] + 10 * v[1] + 100 * v[k];",
        "int k = 0; v[++k] = v[k++] = gradient; weight -= v[0] + 10 * v[1] + 100 * k;",
        "double x = gradient; x += (x = 3) * x; weight -= x;",
        "double x = gradient; x = x++ + ++x; weight -= x;",

        // A reference is not read when it is passed.
        "double x = gradient; Add(ref x, x = 3); weight -= x;",
        "double x = gradient; Old(in x, ref weight, x = 3); weight -= x;",
        "int k = 0; Add(b: k = 1, a: ref v[k]); weight -= v[0] + 10 * v[1] + gradient;",

        "for (int k = 0; k < 3; k++) { v[k] += Times(k, gradient) + Times(in k, k + 1); } weight -= v[0] + v[1] + 10 * v[2];",

        // Two references to one variable are one.
        "double x = gradient; Both(ref x, ref x); weight -= x;",
        "Old(in weight, ref weight, gradient);",
        "Old(weight, ref weight, gradient);",
        "Old(weight + 0, ref weight, gradient);",
        "double x = gradient; Out(ref x, out x); weight -= x;",
        "Both(ref m, ref m); m += gradient; weight -= m;",
        "Both(ref total, ref total); weight -= total + gradient;",
        "Both(ref v[1], ref v[1]); v[1] += gradient; weight -= v[1];",
        "Through(ref v[1], ref v[0], v[1]); v[1] += gradient; Through(ref m, ref m, in m); weight -= v[1] + m;",
        "If(ref weight, ref weight, gradient); If(ref m, ref v[0], gradient); If(ref m, ref m, -gradient); weight -= m;",
        "Tools.Places.Step(in weight, ref weight, gradient); Tools.Places.Step(weight, ref m, gradient); weight -= m;",
        "weight -= Tools.Places.Both(ref m, ref m, gradient > 0) + Tools.Places.Both(ref v[0], ref v[1], gradient > 1);",
        "Tools.Places.Through(ref m, ref m); Tools.Places.Through(ref weight, ref v[0]); m += gradient; weight -= m;",
        "ref double r = ref v[1]; r += gradient; v[1] *= 2; Both(ref r, ref v[1]); weight -= r + v[1];",
        "int k = step; ref double r = ref v[k % 3]; k = 0; r += gradient; v[1] *= 2; Both(ref r, ref r); Add(ref r, v[2]); weight -= r + 10 * v[0] + 100 * v[1];",
        "ref var r = ref v[step & 1]; ref var s = ref r; if (gradient > 0) { s += gradient; if (r > 2) return; v[0]++; } weight -= r - v[1] + s;",
        "foreach (ref var r in v) { r += gradient; Both(ref r, ref v[0]); } weight -= v[0] + v[1] + v[2];",

        // What is assigned in one arm alone.
        "if (gradient > 0 && Try(gradient, out var y)) { weight -= y; } else { weight += 1; }",
        "double x; if (gradient > 0 && (x = 2 * gradient) > 1) { weight -= x; }",
        "if (!(gradient > 0) || !Try(gradient, out var y)) { weight += 1; return; } weight -= y;",
        "double x; if (step > 1) { x = gradient; } else { return; } weight -= x;",
        "if (step > 1 && Try(step, out var y)) { weight -= y * gradient; }",
        "var r = gradient > 0 && Try(gradient, out var y) && y > 1 ? y : -1; weight -= r;",

        // Returns inside of branches.
        "if (gradient > 0) { if (m < 1) { m += 1; return; } m -= 0.5; } if (gradient < 1) { if (m > 2) return; m += gradient; } weight -= m;",
        "if (gradient > 0) { m += 1; } else { m -= 1; return; } weight -= m;",
        "if (step > 1) { if (gradient > 0) return; m += 1; } else if (gradient < -1) { weight += 1; return; } weight -= m + gradient;",
        "weight -= Middle(gradient, m, weight); m = Middle(weight, gradient, 0.5);",
        "for (int k = 0; k < 3; k++) { v[k] += gradient; if (v[k] > 1) return; weight -= v[k]; } weight *= 0.5;",
        "for (int k = 0; k < 3; k++) { v[k] += gradient; if (v[k] > 1) break; if (v[k] < -1) continue; weight -= v[k]; } weight *= 0.5;",
        "for (int i = 0; i < 2; i++) { for (int k = 0; k < 3; k++) { if (gradient > k) break; m += 1; if (m > 4) return; } weight -= m; }",
        Many("if (gradient > 0.05 * {0}) {{ if (m < {0}) return; m += 0.5; }}", 40) + "weight -= m;",
        Many("if (gradient > 0.05 * {0} && m > {0}) return; {{ double y = m + {0}; if (y > 20) {{ if (gradient < 0) return; }} m = y * 0.1; }}", 40) + "weight -= m;",
    ];

    private static string Many(string statement, int count)
        => string.Concat(Enumerable.Range(0, count).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, number) + " "));

    [Fact]
    public void Rules_GiveTheBitsOfTheirMethod() => LanguageTests.CompareAll(Bodies, Helpers, new CompiledLibrary(Library, isReferenceAssembly: false));
}
