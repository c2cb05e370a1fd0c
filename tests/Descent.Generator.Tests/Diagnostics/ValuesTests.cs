using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What the values of a rule can become: divisions by zero, functions outside their domain, constants that vanish.</summary>
public sealed class ValuesTests
{
    [Theory]
    [InlineData("v += g * g; w -= Rate * ({|DSC0211:g / Math.Sqrt(v)|});", "'g / Math.Sqrt(v)' divides 0 by 0 at step 1 with gradient 0")]
    [InlineData("v += g * g; var scaled = g; {|DSC0211:scaled /= Math.Sqrt(v)|}; w -= Rate * scaled;", "'scaled /= Math.Sqrt(v)' divides 0 by 0 at step 1 with gradient 0")]
    [InlineData("v += g; w -= Rate * ({|DSC0211:1 / Math.Abs(w)|}) * v;", "'1 / Math.Abs(w)' divides 1 by 0 at step 1 with gradient 0, from weight 0")]
    [InlineData("v = One * v + (1 - One) * g; w -= Rate * ({|DSC0211:v / (1 - Math.Pow(One, t))|});", "'v / (1 - Math.Pow(One, t))' divides 0 by 0 at step 1 with gradient 1 and 'One' 1, which its range allows")]
    [InlineData("v += g; w -= Rate * g * ({|DSC0211:Reduce.Sum(w * w) / Reduce.Sum(g * g)|}) + v;", "'Reduce.Sum(w * w) / Reduce.Sum(g * g)' divides 1 by 0 at step 1 with gradient 0")]
    [InlineData("v += g * g; w -= Rate * ({|DSC0211:g / (Math.Sqrt(v) - 1)|});", "'g / (Math.Sqrt(v) - 1)' divides 1 by 0 at step 1 with gradient 1")]
    [InlineData("v += g * g; w -= Rate * ({|DSC0211:g / (Math.Sqrt(v) - Epsilon)|});", "'g / (Math.Sqrt(v) - Epsilon)' divides by 0 where 'Math.Sqrt(v)' equals 'Epsilon'")]
    [InlineData("var beta = IsScheduled ? 1 - {|DSC0211:1 / Math.Log(t)|} : Beta; v = beta * v + (1 - beta) * g; w -= Rate * Math.Sign(v);", "'1 / Math.Log(t)' divides 1 by 0 at step 1 with gradient 0 and 'IsScheduled' true")]
    public async Task DivisionByZero(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("v += g * g; w -= Rate * g / (Math.Sqrt(v) + Epsilon);")]
    [InlineData("v += g * g; w -= v > 0 ? Rate * g / Math.Sqrt(v) : 0;")]
    [InlineData("v = Beta * v + (1 - Beta) * g; w -= Rate * v / (1 - Math.Pow(Beta, t));")]
    [InlineData("v += g; w -= Rate * Math.Min(1 / Math.Abs(v), 10) * g;")]
    public async Task DivisionByWhatIsNotZero(string statements) => Assert.Empty(await Check(statements));

    [Theory]
    [InlineData("v = Beta * v + (1 - Beta) * g * g; w -= Rate * g / ({|DSC0212:Math.Sqrt(v - g * g)|} + 1);", "The square root is NaN where 'v - g * g' is negative, and nothing keeps it from that")]
    [InlineData("v -= g * g; w -= Rate * g / ({|DSC0212:Math.Sqrt(v)|} + 1);", "The square root is NaN where 'v' is negative, and nothing keeps it from that")]
    [InlineData("v += g; w -= Rate * {|DSC0212:Math.Log(1 + g * g * g)|} * v * v;", "The logarithm is NaN where '1 + g * g * g' is negative, and nothing keeps it from that")]
    [InlineData("v += g; w -= Rate * {|DSC0213:Math.Pow(g, 1.0 / 3)|} * v;", "The power is NaN where 'g' is negative and '1.0 / 3' is not a whole number")]
    [InlineData("v += g; w -= Rate * {|DSC0212:Math.Sqrt(int.MaxValue + t)|} * v;", "The square root is NaN where 'int.MaxValue + t' is negative, and nothing keeps it from that")]
    [InlineData("v += g; w -= Rate * {|DSC0212:Math.Sqrt(Math.CopySign(v * v, Math.Max(g, -0.0)))|};", "The square root is NaN where 'Math.CopySign(v * v, Math.Max(g, -0.0))' is negative, and nothing keeps it from that")]
    public async Task OutsideTheDomain(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("v = Beta * v + (1 - Beta) * g * g; w -= Rate * g / (Math.Sqrt(v) + 1);")]
    [InlineData("v += (1 - Beta) * (g * g - v); w -= Rate * g / (Math.Sqrt(v) + 1);")]
    [InlineData("v -= (1 - Beta) * (v - g * g); w -= Rate * g / (Math.Sqrt(v) + 1);")]
    [InlineData("v = 0.9 * v + 0.1 * Math.Abs(g); w -= Rate * g / (Math.Sqrt(v) + 1);")]
    [InlineData("v += g; w -= Rate * g / (Math.Sqrt(Math.Max(0, v)) + 1);")]
    [InlineData("v += g; w -= Rate * g / ((v > 0 ? Math.Sqrt(v) : 0) + 1);")]
    [InlineData("v += g; if (!(v < 0)) { w -= Rate * g / (Math.Sqrt(v) + 1); } else { w -= Rate * g; }")]
    [InlineData("v += g; if (v >= 1 && g > 0) { w -= Rate * g / (1 + Math.Log(v)); } else { w -= Rate * g; }")]
    [InlineData("v += g * g; w -= Rate * g / (Math.Pow(v, 0.25) + 1);")]
    [InlineData("v += g; w -= Rate * Math.Pow(g, 3) * Math.Pow(v, 2);")]
    [InlineData("v += g; w -= Rate * g * v * Math.Sqrt(1 - Math.Pow(Beta, t)) * Math.Log(t);")]
    [InlineData("v += g; w -= Rate * g * v / (Math.Sqrt(t + 1) + Math.Sqrt(100 * t - 100));")]
    public async Task InsideTheDomain(string statements) => Assert.Empty(await Check(statements));

    [Theory]
    [InlineData("v += g * g; w -= Rate * g / (Math.Sqrt(v) + {|DSC0214:1e-46|});", "'1e-46' is 1E-46, which is 0 in float")]
    [InlineData("v += g * g; w -= Rate * g / (1 + v + {|DSC0214:Epsilon|});", "'Epsilon' is 1E-08, which vanishes in float next to '1 + v', which is at least 1")]
    public async Task VanishingConstant(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("v += g * g; w -= Rate * g / (Math.Sqrt(v) + 1e-45);")]
    [InlineData("v += g * g; w -= Rate * g / Math.Sqrt(v + Epsilon);")]
    [InlineData("v += g * g; w -= Rate * g / (1 + v + 1e-6);")]
    public async Task ConstantThatIsFelt(string statements) => Assert.Empty(await Check(statements));

    private static Task<IReadOnlyList<string>> Check(string statements) => AnalyzerHarness.CheckIds(["DSC0211", "DSC0212", "DSC0213", "DSC0214"], new RuleAnalyzer(), Rule(statements));

    private static string Rule(string statements) => $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
            [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double One { get; set; }
            [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
            [Hyperparameter(false)] public partial bool IsScheduled { get; set; }

            [Update]
            private void Update(ref double w, double g, [State] ref double v, [Step] int t)
            {
                {{statements}}
            }
        }
        """;
}
