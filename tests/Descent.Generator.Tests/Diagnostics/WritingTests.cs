using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>How a formula is written: what loses digits, and what costs time for each weight that it could cost once.</summary>
public sealed class WritingTests
{
    [Theory]
    [InlineData("v = Beta * v + g; w -= Rate * ({|DSC0221:1 - (1 - Rate)|}) * v;", "'1 - (1 - Rate)' is 'Rate' without its last digits")]
    [InlineData("v = {|DSC0221:v - (v - g)|}; w -= Rate * v;", "'v - (v - g)' is 'g' without its last digits")]
    [InlineData("v = Beta * v + g; w -= Rate * ({|DSC0222:v == g|} ? v : g);", "Rounding decides whether 'v' equals 'g'")]
    [InlineData("v = Beta * v + g; w -= Rate * ({|DSC0222:v * v != 0.25|} ? v : g);", "Rounding decides whether 'v * v' equals '0.25'")]
    [InlineData("v = Beta * v + g; w -= Rate * ({|DSC0223:1 / t|}) * v;", "'1 / t' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v = Beta * v + g; w -= Rate * ({|DSC0223:2 / 3|}) * v;", "'2 / 3' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("var share = {|DSC0223:2 / (t + 3)|}; v = (1 - share) * v + share * g; w -= Rate * v;", "'2 / (t + 3)' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v = Beta * v + {|DSC0223:1 / Kept|} * g; w -= Rate * v;", "'1 / Kept' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v = {|DSC0224:0.1f|} * v + g; w -= Rate * v;", "'0.1f' is 0.10000000149011612: a rule computes in double, and the suffix rounds the constant before")]
    [InlineData("v += {|DSC0225:Math.Pow(g, 2)|}; w -= Rate * g / (Math.Sqrt(v) + 1);", "'Math.Pow(g, 2)' is evaluated for each weight; write 'g * g'")]
    [InlineData("v += g * g; w -= Rate * g / ({|DSC0225:Math.Pow(v, 0.5)|} + 1);", "'Math.Pow(v, 0.5)' is evaluated for each weight; write 'Math.Sqrt(v)'")]
    [InlineData("v += {|DSC0225:Math.Pow(g - w, 2)|}; w -= Rate * g / (Math.Sqrt(v) + 1);", "'Math.Pow(g - w, 2)' is evaluated for each weight; write '(g - w) * (g - w)'")]
    [InlineData("v += g * g; w -= Rate * g / {|DSC0225:Math.Pow(v + 1, -1)|};", "'Math.Pow(v + 1, -1)' is evaluated for each weight; write '(1 / (v + 1))'")]
    [InlineData("v = Beta * v + g; w -= Rate * Math.Min(1.0, {|DSC0223:t / Every|}) * v;", "'t / Every' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v = Beta * v + g; w -= Rate * (1.0 - {|DSC0223:t / Every|}) * v;", "'t / Every' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v = Beta * v + g; var warm = t < Every ? {|DSC0223:t / Every|} : 1.0; w -= Rate * warm * v;", "'t / Every' divides whole numbers and drops the fraction; make one of them a double")]
    [InlineData("v += 1; w -= Rate * g / (1 - {|DSC0225:Math.Pow(Beta, v)|});", "'Math.Pow(Beta, v)' is evaluated for each weight; give the state 'v', which is the same for all weights, Per = Per.Tensor")]
    [InlineData("v = Beta * v + g; w -= {|DSC0226:Rate * v * Beta|};", "'Rate * v * Beta' multiplies twice for each weight; 'Rate' and 'Beta' next to each other are multiplied once per step")]
    [InlineData("v = Beta * v + g; var step = Rate * v; w -= {|DSC0226:Beta * step|};", "'Beta * step' multiplies twice for each weight; 'Rate' and 'Beta' next to each other are multiplied once per step")]
    public async Task Finds(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("v = Beta * v + (1 - Beta) * g; w -= Rate * (1 - (Beta - Rate)) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * (v == 0 ? g : v);")]
    [InlineData("v = Beta * v + g; w -= Rate * (Beta == 0.5 ? g : v);")]
    [InlineData("v = Beta * v + g; w -= Rate * (double.IsNaN(v) || double.IsInfinity(v) ? g : v);")]
    [InlineData("v = Beta * v + g; w -= t / 10 > 3 ? Rate * v : Rate * g;")]
    [InlineData("v = Beta * v + g; w -= Rate * (1.0 / t) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * Math.Pow(0.1, t / Every) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate / (1 + 0.5 * (t / Every)) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate / (t / Every + 1) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * (20 / Kept) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * Math.Min(1.0, (double)t / (Every / 3)) * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * (4 / 2) * v;")]
    [InlineData("v = 0.5f * v + g; w -= Rate * v;")]
    [InlineData("v += g * g; w -= Rate * g / (Math.Pow(v, 0.25) + 1);")]
    [InlineData("v += 1; w -= Rate * (1 - Math.Pow(Beta, t)) * g;")]
    [InlineData("v = Beta * v + g; w -= Rate * Beta * v;")]
    [InlineData("v = Beta * v + g; w -= Rate * v * g;")]
    [InlineData("v = Rate * g; w -= Beta * v;")]
    public async Task IsSilent(string statements) => Assert.Empty(await Check(statements));

    /// <summary>What rows and columns have differs from weight to weight where the two meet, though neither is of a weight.</summary>
    [Theory]
    [InlineData("v += 1; w -= Rate * g * Math.Pow(r, c);")]
    [InlineData("v += 1; w -= Rate * (Reduce.Sum(g, Per.Row) % Reduce.Sum(g, Per.Column));")]
    [InlineData("v += 1; w -= Rate * Math.Exp(u);")]
    public async Task IsSilent_AboutRowsAndColumns(string statements)
        => Assert.Empty(await Check(statements, ", [State(Per = Per.Row)] ref double r, [State(Per = Per.Column)] ref double c, [Random] double u"));

    private static Task<IReadOnlyList<string>> Check(string statements, string parameters = "") => AnalyzerHarness.CheckIds(
        ["DSC0221", "DSC0222", "DSC0223", "DSC0224", "DSC0225", "DSC0226"],
        new RuleAnalyzer(),
        $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
            [Hyperparameter(30, Min = 1)] public partial int Every { get; set; }
            private const int Kept = 10;

            [Update]
            private void Update(ref double w, double g, [State] ref double v, [Step] int t{{parameters}})
            {
                {{statements}}
            }
        }
        """);
}
