using System.Globalization;
using Descent.CompilerServices;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>The constructs of the language, each in rules whose loop is held against the author's method, bit for bit.</summary>
public sealed class LanguageTests
{
    private const string Helpers = """
        static (double Sum, double Difference) Pair(double a, double b) { if (a > b) { return (a + b, a - b); } return (b, a); }
        static (int, bool) Flags(int k) => (k & 3, (k & 1) == 0);
        enum Kind { First, Second, Third }
        const int One = 1;
        static ReadOnlySpan<double> Table => [0.5, -0.25, 3 * One];
        static ReadOnlySpan<int> Counts { get { return new[] { 7, 4 }; } }
        static ReadOnlySpan<bool> Marks => [true, false, One < 2];
        static double By(in double a, double b) => a * b;
        """;

    public static IReadOnlyList<string> Bodies =>
    [
        // Tuples.
        "var (a, b) = (gradient, weight); (a, b) = (b, a); weight -= a - 2 * b;",
        "(weight, m) = (weight - m, gradient);",
        "int k = 0; (v[k], v[k + 1]) = (gradient, (k = 1) + v[0]); weight -= v[0] + 10 * v[1];",
        "var pair = Pair(gradient, m); m = pair.Sum; weight -= pair.Difference + pair.Item1;",
        "var (sum, _) = Pair(gradient, m); (double x, (double y, int z)) = (sum, (2, 3)); m = x + y * z; weight -= m;",
        "var pair = gradient > 0 ? (1.0, gradient) : (weight, 2); pair.Item2 += 1; weight -= pair.Item1 * pair.Item2;",
        "(double, double) pair = (1, 2); pair = (pair.Item2, gradient); weight -= pair.Item1 * pair.Item2;",
        "var (k, even) = Flags(step); weight -= (even ? k : -k) * gradient;",
        "var t = (a: gradient, (b: m, c: weight)); (t.a, t.Item2) = (t.Item2.b, (t.a, t.Item2.c)); (_, var q) = t; (_, m) = (t, q.b); weight -= t.a + 2 * q.c + 3 * t.Item2.b;",
        "(double, (double x, int n)) t = (1, (2, 3)); (var a, t.Item2) = (gradient, (m, step)); (t.Item2.x, _) = (a, t); (t, m) = ((m, t.Item2), t.Item1); weight -= t.Item1 * t.Item2.n + t.Item2.x;",

        // Switches and patterns.
        "switch (step) { case 1: m = gradient; break; case 2: case 3: m += gradient; break; default: m = 0.5; break; } weight -= m;",
        "switch (gradient) { case > 1: m = 1; break; case < -1: m = -1; return; case 0: case double.NaN: m += 1; break; case var g when g > 0.5: m = g; break; } weight -= m + gradient;",
        "switch (step) { case 1: if (gradient > 0) break; m += 1; break; default: if (m > 2) return; m += gradient; break; case 2: m = 3; break; } weight -= m;",
        "switch (gradient) { case > 0: int k = step; m += k; break; case < -1: k = 3; double x = k * m; m = x; return; default: k = 2; m -= k * gradient; break; } weight -= m;",
        "switch (gradient > 0, step) { case (true, > 1): m += 1; break; case (_, 1): m -= 1; break; } weight -= m;",
        "for (int k = 0; k < 3; k++) { switch (k) { case 0: continue; case 1: m += gradient; break; } weight -= m; }",
        "weight -= gradient is > 0 and < 1 or >= 3 ? gradient : 0.5 * gradient; m += gradient is double.NaN ? 0 : gradient is not 0 ? 1 : 2;",
        "if (gradient is > 0 and var g && g < 2) { weight -= g; }",
        "weight -= gradient switch { > 1 => 1, < -1 => -1, var g when g > 0 => g * 2, var g => g }; m = step switch { 1 => gradient, _ => m };",
        "var kind = (Kind)(step % 3); weight -= kind switch { Kind.First => gradient, Kind.Second => m, _ => 1 }; m += kind is Kind.Third ? 1 : 0;",
        "weight -= (gradient > 0) switch { true => gradient, false => m }; m += 1;",

        // Local functions.
        "weight -= Twice(gradient) + Rest(m, 2); m += Twice(m); static double Twice(double x) => 2 * x; double Rest(double x, int k) { if (x > k) { return x - k; } return By(in x, Twice(k)); }",
        "const double half = 0.5; double m2 = m; Move(ref m2, gradient, out var moved); m = m2; if (moved) { return; } weight -= m; void Move(ref double x, double by, out bool far) { x += half * by; far = x > One; }",
        "var (a, b) = Turned(y: m, x: gradient); for (var k = 0; k < 2; k++) { weight -= Inner(k) * a; double Inner(int j) => j == 0 ? 1 : 0.5; } m = b; (double, double) Turned(double x, double y) { return Again(x, 2 * y); static (double, double) Again(double x, double y) => (y, x); }",
        "m = Chosen(1); { static double Local(double x) => x + 1; m += Local(gradient); } { static double Local(double x) => 3 * x; weight -= Local(m); } double Chosen(double x, double other = 0.25) => step % 2 == 0 ? x : other;".Replace("step % 2 == 0", "x > other", StringComparison.Ordinal),

        // Elements.
        "foreach (var x in v) { weight -= x; } v[^1] += gradient; v[^v.Length] -= gradient;",
        "v[step % v.Length] = gradient; weight -= v[0] + 10 * v[1] + 100 * v[2];",
        "weight -= v[step % 3]; v[(step + 1) % 3] += gradient; v[^(1 + step % 3)] *= 0.5;",
        "for (var k = v.Length - 1; k > 0; k--) { v[k] = v[k - 1]; } v[0] = gradient; weight -= v[0] + 10 * v[1] + 100 * v[2];",
        "for (var k = 0; k < 3; k++) { for (var j = k + 1; j < v.Length; j++) { v[k] += 0.5 * v[j]; } for (var j = 0; j != k; j++) { v[k] -= v[j]; } v[k] += (k - 1) * gradient; } weight -= v[0] - v[2];",
        "for (var k = 0; k < 3; k++) { v[k] += k == 0 ? gradient : v[k - 1]; if (k < v.Length - 1 && v[k + 1] > 0) { weight -= v[k + 1]; } else if (k is 2) { weight += v[k - 2]; } } weight -= v[^1];",
        "for (var k = 0; 3 > k; k++) { for (var j = 2; k <= j; --j) { v[k] += 0.5 * v[j]; } for (var j = 0; 2 != j; j++) { v[j] += gradient; } } weight -= v[0] - v[2];",
        "for (var k = 0; k < 3; k++) { var isLast = k == v.Length - 1; if (isLast) break; weight -= v[k + 1]; v[k] += gradient; } v[2] -= gradient;",
        "for (var k = -1; k <= 3; k++) { switch (k) { case < 0: continue; case 3: m += v[k - 1]; break; default: v[k] += gradient; break; } weight -= k switch { 0 => m, 3 => v[k - 3], _ => v[k] }; }",
        "double[] c = [0.5, 0.25, 0.125]; weight -= c[step % 3] * gradient + c[^1]; c[1] = gradient; foreach (var x in c) { weight += x; }",
        "System.ReadOnlySpan<double> c = [0.9, 0.99]; for (int k = 0; k < c.Length; k++) { v[k] = c[k] * v[k] + gradient; } weight -= v[0] - v[1];",
        "var c = new int[] { 3, 1, 2 }; weight -= c[step % 3] * gradient;",
        "weight -= Table[step % Table.Length] * gradient + Table[^1]; for (var k = 0; k < Table.Length; k++) { v[k] = Table[k] * v[k] + gradient; } foreach (var x in Table) { m += x; } m = By(in Table[1], m);",
        "ref readonly var first = ref Table[0]; weight -= first * gradient * Counts[(step + 1) % 2] + (Marks[step % 3] ? m : 2); m += Counts[0] / 2 + (Marks[1] ? 1 : -1);",
        "var sums = new double[2]; sums[step & 1] += gradient; weight -= sums[0] + 2 * sums[1];",

        // Integers.
        "weight -= ((step & 1) == 0 ? 1 : -1) * gradient + (step << 2) + (-step >> 1) + (-step >>> 28) + (step ^ 5) + (~step | 8);",
        "var k = step; k <<= 33; k |= 1; k &= ~2; k ^= 7; k >>>= 1; weight -= k * gradient;",
        "double big = 1e12; int k = (int)big; weight -= gradient * k;",
        "double none = double.NaN, low = -1e300; weight -= gradient * ((int)none + (int)low);",
        "int most = int.MaxValue, one = 1; weight -= gradient * unchecked(most + one) - unchecked(most * 3);",
        "int least = int.MinValue; weight -= gradient * (unchecked(-least) / 2 + least % 7);",

        // Signs of weights.
        "var sign = Math.Sign(double.IsNaN(gradient) ? m : gradient); weight -= 0.1 * sign; m += sign;",
        "var up = gradient > 0 ? 1 : gradient < 0 ? -1 : 0; if (m > 1) { up = -2; } weight -= up * m; m += 0.5 * up - gradient;",
        "int far; if (gradient > 2) { far = 3; } else { far = weight > 0 ? 1 : step > 1 ? 2 : 7; } m += far; weight -= m / far;",
        "var product = Math.Sign(double.IsNaN(gradient) ? 0 : gradient) * Math.Sign(double.IsNaN(weight) ? -1 : weight); if (product > 0) { m += 0.5; } else if (product < 0) { m -= 0.25; } weight -= m * product;",
        "var same = Math.Sign(double.IsNaN(gradient) ? 0 : gradient) == Math.Sign(double.IsNaN(m) ? 1 : m); m = same ? 1.5 * gradient : -gradient; weight -= Math.Sign(double.IsNaN(gradient) ? 0 : gradient) switch { 1 => m, -1 => 2 * m, _ => 3 };",
        "var a = Math.Sign(double.IsNaN(gradient) ? 0 : gradient); var b = -(a * Math.Sign(double.IsNaN(weight) ? -1 : weight)) * (a - 1); m = (b + 2 * a) * gradient; weight -= Math.Max(a, b) * m + checked(Math.Abs(b) - Math.Min(a, 0));",
        "var none = (Math.Sign(double.IsNaN(weight) ? -1 : weight) - Math.Sign(double.IsNaN(weight) ? -1 : weight)) * Math.Sign(double.IsNaN(gradient) ? 0 : gradient); m = none; weight -= -none * 0.5; if (none != 0) { weight = 7; }",
        "var turn = step % 2 == 0 ? 1 : -1; var to = gradient > 0 ? turn : -1; weight -= to * gradient + turn;",

        "if (gradient > 0) { weight -= Math.Clamp(1.0 / step, 0.25, 0.75) + Math.Clamp(step, 2, 3) + Math.Sign(step - 2) + step / 2; }",

        // The tensor.
        "weight -= gradient * Reduce.Mean(gradient * gradient) + Reduce.Length;",
        "m = Reduce.Sum(gradient) / Reduce.Length; weight -= step > 1 ? Reduce.Mean(m * gradient) : m;",
    ];

    [Fact]
    public void Rules_GiveTheBitsOfTheirMethod() => CompareAll(Bodies, Helpers);

    /// <summary>A setter takes named members only: a switch that has each of them leaves nothing over.</summary>
    [Theory]
    [InlineData("Plain")]
    [InlineData("Signed")]
    [InlineData("Third")]
    public void SwitchesOverAHyperparameter_MayHaveItsMembersAlone(string form) => CompareAll(
        [
            "weight -= Chosen switch { Form.Plain => gradient, Form.Signed => Math.Clamp(gradient, -1, 1), Form.Third or Form.Fourth => m, _ => throw new InvalidOperationException() }; m += gradient;",
            "weight -= (Chosen) switch { Form.Plain => gradient, Form.Signed when step > 1 => 2, Form.Signed => m, Form.Fourth or Form.Third => 3 }; m += gradient;",
            "var (a, b) = this.Chosen switch { Form.Fourth => (1.0, gradient), Form.Signed or (Form.Third or Form.Plain) => (m, 2), _ => throw null! }; m = a - b; weight -= b;",
            "double x; switch (Chosen) { default: { throw new NotSupportedException(nameof(Chosen)); } case Form.Plain: x = gradient; break; case Form.Signed: case Form.Third: if (m > 1) { return; } x = m; break; case Form.Fourth: return; } m += x; weight -= x;",
            "switch (Chosen) { case Form.Plain: m = gradient; break; case Form.Third when step > 1: m -= 1; break; case Form.Third or Form.Fourth: m += 1; break; case Form.Signed: m *= 0.5; break; default: throw new NotSupportedException(); } weight -= m;",
            "weight -= Local(gradient); m += gradient; double Local(double x) => Chosen switch { Form.Plain => x, Form.Signed => 2, Form.Third or Form.Fourth => 3 * x, _ => throw new ArgumentException(nameof(weight)) };",
            "weight -= Of(gradient) + (Chosen switch { Form.Plain => 1, Form.Signed => 2, _ => 3 }); m += Of(weight);",
        ],
        $$"""
        public enum Form { Plain, Signed = 4, Third = -7, Fourth }
        [Hyperparameter(Form.{{form}})] public partial Form Chosen { get; set; }
        double Of(double x) { switch (Chosen) { case Form.Signed: return x; case Form.Plain or Form.Third: return 2 * x; case Form.Fourth: return 3 * x; default: throw new ArgumentOutOfRangeException(nameof(x)); } }
        #pragma warning disable CS8524
        """);

    /// <summary>What throws in C# throws in the loop, before anything is written, and is no error of the generated code.</summary>
    [Theory]
    [InlineData("int y = int.MinValue, z = -1; int k = y % z; weight -= gradient + k;")]
    [InlineData("int y = int.MinValue, z = -1; int k = y / z; weight -= gradient + k;")]
    [InlineData("int most = int.MaxValue; weight -= gradient * checked(most + 1);")]
    [InlineData("double big = 1e12; weight -= gradient * checked((int)big);")]
    [InlineData("int none = 0; weight -= gradient * (step / none);")]
    [InlineData("weight -= gradient * v[step + 2];")]
    [InlineData("weight -= gradient * v[^step]; v[step - 2] = 1;")]
    public void WhatThrows_Throws(string body)
    {
        var rule = Assert.Single(Compile([body], ""));
        var optimizer = rule.Create();
        double[] weights = [1, 2, 3];
        optimizer.Add("weights", weights, new double[] { 1, 1, 1 });

        var byMethod = Record.Exception(() => ReferenceStep(rule));
        var byLoop = Record.Exception(() => optimizer.Step());

        Assert.NotNull(byMethod);
        Assert.IsType(byMethod.GetType(), byLoop);
        Assert.Equal([1, 2, 3], weights);
    }

    /// <summary>Compiles rules and compares the loop of each with its method and its meaning.</summary>
    internal static void CompareAll(IReadOnlyList<string> bodies, string helpers, CompiledLibrary? library = null)
    {
        var rules = Compile(bodies, helpers, library);
        Assert.Empty(bodies.Where((_, number) => rules.All(rule => rule.Model.Name != Name(number))));
        foreach (var (rule, body) in rules.Zip(bodies))
        {
            try
            {
                foreach (var length in new[] { 1, 53, 700 })
                {
                    var random = new Random(length);
                    Comparison.Run(rule, SpecialValues.Mixed<float>(random, length), _ => SpecialValues.Mixed<float>(random, length));
                    Comparison.Run(rule, SpecialValues.Mixed<double>(random, length), _ => SpecialValues.Mixed<double>(random, length));
                    Comparison.Run(rule, [.. Enumerable.Range(0, length).Select(_ => Near(random))], _ => [.. Enumerable.Range(0, length).Select(_ => Near(random))], steps: 6);
                }
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{body}\n{error.Message}", error);
            }
        }
    }

    /// <summary>Numbers near those that the rules compare with.</summary>
    private static double Near(Random random) => Math.Round(8 * random.NextDouble() - 4, random.Next(3));

    private static IReadOnlyList<CompiledRule> Compile(IReadOnlyList<string> bodies, string helpers, CompiledLibrary? library = null)
        => CompiledRule.FromSource([.. bodies.Select((body, number) => (Name(number), $$"""
            [Optimizer]
            public sealed partial class {{Name(number)}}
            {
                {{helpers}}
                [Update]
                private void Update(ref double weight, double gradient, [State] ref double m, [State(Count = 3)] Span<double> v, [State(Per = Per.Tensor)] ref double total, [Step] int step)
                {
                    {{body}}
                }
            }
            """))], library);

    private static string Name(int number) => "Rule" + number.ToString(CultureInfo.InvariantCulture);

    private static void ReferenceStep(CompiledRule rule)
    {
        using var optimizer = rule.Create();
        RuleAccess.Of(optimizer).Reference(RuleMethod.Update, optimizer.Add("weights", new double[] { 1, 2, 3 }, [1.0, 1, 1]));
    }
}
