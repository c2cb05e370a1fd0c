using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Moving averages and their bias corrections: faults are found at their exact place, and the right twin is silent.</summary>
public sealed class AverageTests
{
    private const string Step = "w -= Rate * m / (Math.Sqrt(v) + 1e-8);";
    private const string CorrectedStep = "w -= Rate * (m / (1 - Math.Pow(Beta1, t))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + 1e-8);";
    private const string Moments = "m = Beta1 * m + (1 - Beta1) * g; v = Beta2 * v + (1 - Beta2) * g * g;";

    [Theory]
    [InlineData("m = {|DSC0202:(1 - Beta1) * m + Beta1 * g|};", "m", "1 - Beta1", "Beta1", "the weights are swapped")]
    [InlineData("m = {|DSC0202:(1 - Beta1) * m + Beta1 * (g + Decay * w)|};", "m", "1 - Beta1", "Beta1", "the weights are swapped")]
    [InlineData("m = {|DSC0202:(1 - Beta1) * m + (1 - Beta1) * g|};", "m", "1 - Beta1", "1 - Beta1", "their sum is not 1")]
    [InlineData("m = {|DSC0202:Beta1 * m + (1 - Beta2) * g|}; v = Beta2 * v + (1 - Beta2) * g * g;", "m", "Beta1", "1 - Beta2", "their sum is not 1")]
    [InlineData("m = {|DSC0202:m * Beta1 + g * (1 - Beta2)|}; w -= m / (1 - Math.Pow(Beta2, t));", "m", "Beta1", "1 - Beta2", "their sum is not 1")]
    [InlineData("m = {|DSC0202:0.9 * m + (1 - Beta2) * g|}; v = Beta2 * v + (1 - Beta2) * g * g;", "m", "0.9", "1 - Beta2", "their sum is not 1")]
    [InlineData("v = {|DSC0202:0.92 * v + 0.02 * g * g|};", "v", "0.92", "0.02", "their sum is not 1")]
    [InlineData("v = {|DSC0202:0.92 * v + 0.02 * Math.Pow(g, 2)|};", "v", "0.92", "0.02", "their sum is not 1")]
    [InlineData("m = {|DSC0202:0.92 * m + 0.02 * g|}; w -= m / (1 - Math.Pow(0.92, t));", "m", "0.92", "0.02", "their sum is not 1")]
    [InlineData("v = {|DSC0202:Beta2 * v + 0.01 * g * g|};", "v", "Beta2", "0.01", "their sum is not 1")]
    [InlineData("if (t > 2) { m = {|DSC0202:(1 - Beta1) * m + Beta1 * g|}; }", "m", "1 - Beta1", "Beta1", "the weights are swapped")]
    public async Task WrongWeights(string statements, string state, string kept, string taken, string fault) => Assert.Equal(
        [$"The average '{state}' is weighed by '{kept}' and its new value by '{taken}'; {fault}"],
        await Check(statements + " w -= Rate * m / (Math.Sqrt(v) + 1e-8);", "DSC0202"));

    [Theory]
    [InlineData("w -= Rate * ({|DSC0202:g + (1 - Beta1) * m|});")]
    [InlineData("w -= Rate * ({|DSC0202:g + (1 - Beta1) * (m / (1 - Math.Pow(Beta1, t)))|}) / Math.Sqrt(v);")]
    public async Task AverageWeighedLikeANewValue(string step) => Assert.Equal(
        ["The average 'm' has the decay 'Beta1' and is weighed by '1 - Beta1', as a new value would be"],
        await Check(Moments + step, "DSC0202"));

    [Theory]
    [InlineData(Moments)]
    [InlineData(Moments + "w -= Rate * (g + Beta1 * m);")]
    [InlineData(Moments + "w -= Rate * ((1 - Decay) * g + Decay * m);")]
    [InlineData(Moments + "w -= Rate * (Beta1 * g + (1 - Beta1) * m);")]
    [InlineData("m = Beta1 * m + (1 - Beta1) * g; v = Beta1 * v + (1 - Beta1) * m;")]
    [InlineData("m = Beta1 * m + g;")]
    [InlineData("m = Beta1 * m + (1 - Decay) * g; v = Beta2 * v + (1 - Beta2) * g * g;")]
    [InlineData("m = 0.9 * m + 0.01 * g;")]
    [InlineData("m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g * g;")]
    [InlineData("m = (1 - Decay) * m + Decay * g;")]
    [InlineData("m = (1 - Beta1) * m + Beta1 * w;")]
    [InlineData("m = (1 - Beta1) * m + Beta1 * (w - Rate * g);")]
    [InlineData("m = Beta1 * Beta1 * m + (1 - Beta1 * Beta1) * g;")]
    [InlineData("m = Beta1 * m - Rate * g;")]
    [InlineData("m += (1 - Beta1) * (g - m);")]
    [InlineData("var mixture = Beta1 * m + (1 - Beta1) * g; m = Beta2 * m + (1 - Beta2) * g; w -= mixture;")]
    [InlineData("m = Formulas.MovingAverage(m, g, Beta1); v = Formulas.MovingAverage(v, g * g, Beta2);")]
    public async Task RightWeights(string statements) => await Check(statements + Step, "DSC0202");

    [Theory]
    [InlineData("m = {|DSC0203:Beta1 * m + (1 - Beta1) * g|}; v = {|DSC0203:Beta2 * v + (1 - Beta2) * g * g|};" + Step, "m, Beta1", "v, Beta2")]
    [InlineData("{|DSC0203:m += (1 - Beta1) * (g - m)|}; {|DSC0203:v -= (1 - Beta2) * (v - g * g)|};" + Step, "m, Beta1", "v, Beta2")]
    [InlineData("m = {|DSC0203:Beta1 * m + (1 - Beta1) * g|}; v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * m / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));", "m, Beta1")]
    [InlineData("m = Beta1 * m + (1 - Beta1) * g; v = {|DSC0203:Beta2 * v + (1 - Beta2) * g * g|}; w -= Rate * (m / Formulas.BiasCorrection(Beta1, t)) / Math.Sqrt(v);", "v, Beta2")]
    public async Task AverageThatIsNotCorrected(string statements, params string[] found) => Assert.Equal(
        found.Select(pair => pair.Split(", ")).Select(pair => $"'{pair[0]}' starts at 0 and is used without division by 1 - {pair[1]}^t, so it is too small in the first steps"),
        await Check(statements, "DSC0203"));

    [Theory]
    [InlineData(Moments + CorrectedStep)]
    [InlineData(Moments + "w -= Rate * Math.Sqrt(1 - Math.Exp(t * Math.Log(Beta2))) / (1 - Math.Exp(Math.Log(Beta1) * t)) * m / (Math.Sqrt(v) + 1e-8);")]
    [InlineData(Moments + "w -= Rate * (m / Formulas.BiasCorrection(Beta1, t)) / Math.Sqrt(v / Formulas.BiasCorrection(Beta2, t));")]
    [InlineData("p *= Beta1; q *= Beta2;" + Moments + "w -= Rate * (m / (1 - p)) / Math.Sqrt(v / (1 - q));")]
    [InlineData("v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * g / (Math.Sqrt(v) + 1e-8);")]
    [InlineData("m = Beta1 * m + (1 - Beta1) * g; w -= Rate * m;")]
    [InlineData("m = t == 1 ? g : Beta1 * m + (1 - Beta1) * g; v = t == 1 ? g * g : Beta2 * v + (1 - Beta2) * g * g;" + Step)]
    [InlineData("m = Beta1 * m + (1 - Beta1) * g; v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * Math.Sign(m) * g / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));")]
    [InlineData("m = Beta1 * m + g; v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * m / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));")]
    public async Task AverageThatNeedsNoCorrection(string statements) => await Check(statements, "DSC0203");

    [Theory]
    [InlineData("var c = 1 - Math.Pow(Beta1, t); var d = m / c; w -= Rate * ({|DSC0204:d / c|}) / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));", "m", "Beta1", "is divided by 1 - Beta1^t twice")]
    [InlineData("w -= {|DSC0204:Rate * (m / (1 - Math.Pow(Beta1, t))) * (1 / (1 - Math.Pow(Beta1, t)))|} / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));", "m", "Beta1", "is divided by 1 - Beta1^t twice")]
    [InlineData("w -= Rate * ({|DSC0204:m / (1 - Math.Pow(Beta2, t))|}) / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));", "m", "Beta1", "is divided by 1 - Beta2^t")]
    [InlineData("w -= Rate * (m / (1 - Math.Pow(Beta1, t))) / Math.Sqrt({|DSC0204:v / (1 - Math.Pow(Beta1, t))|});", "v", "Beta2", "is divided by 1 - Beta1^t")]
    [InlineData("m = {|DSC0204:m / (1 - Math.Pow(Beta1, t))|}; w -= Rate * m / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));", "m", "Beta1", "is stored divided by 1 - Beta1^t, and divided again at each step")]
    [InlineData("{|DSC0204:m /= 1 - Math.Pow(Beta1, t)|}; w -= Rate * ({|DSC0204:m / (1 - Math.Pow(Beta1, t))|});", "m", "Beta1", "is stored divided by 1 - Beta1^t, and divided again at each step", "is divided by 1 - Beta1^t twice")]
    public async Task WrongCorrection(string step, string state, string decay, params string[] faults) => Assert.Equal(
        faults.Select(fault => $"'{state}' is an average with the decay '{decay}'; it {fault}"),
        await Check(Moments + step, "DSC0204"));

    [Theory]
    [InlineData(CorrectedStep)]
    [InlineData("w -= Rate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (1 - Math.Pow(Beta1, t)) * m / (Math.Sqrt(v) + 1e-8);")]
    [InlineData("var c = 1 - Math.Pow(Beta1, t); w -= Rate * (m / c) * (m / c) / (v / (1 - Math.Pow(Beta2, t)));")]
    [InlineData("w -= Rate / (1 - Math.Pow(Beta1, t)) * (m / Math.Sqrt(v / (1 - Math.Pow(Beta2, t))));")]
    [InlineData("w -= Rate * (Beta1 * m / (1 - Math.Pow(Beta1, t + 1)) + (1 - Beta1) * g / (1 - Math.Pow(Beta1, t))) / Math.Sqrt(v / (1 - Math.Pow(Beta2, t)));")]
    public async Task RightCorrection(string step) => await Check(Moments + step, "DSC0204");

    [Theory]
    [InlineData("w -= Rate * m / ({|DSC0205:1 - Math.Pow(Beta1, t - 1)|});", "1 - Math.Pow(Beta1, t - 1)")]
    [InlineData("var c = {|DSC0205:1 - Math.Pow(Beta2, t - 1)|}; w -= Rate * m / Math.Sqrt(v / c);", "1 - Math.Pow(Beta2, t - 1)", "c")]
    [InlineData("w -= Rate * m * (1 / (2 * Math.Sqrt({|DSC0205:1 - Math.Pow(Beta1, t - 1.0)|})));", "1 - Math.Pow(Beta1, t - 1.0)")]
    [InlineData("w -= Rate * m / ({|DSC0205:1 - p|}); p *= Beta1;", "1 - p")]
    public async Task CorrectionThatIsZeroAtFirst(string step, string text, string? name = null) => Assert.Equal(
        [$"'{name ?? text}' is 0 at step 1, and divides"],
        await Check(Moments + step, "DSC0205", "DSC0211"));

    [Theory]
    [InlineData(CorrectedStep)]
    [InlineData("if (t > 1) { w -= Rate * m / (1 - Math.Pow(Beta1, t - 1)); }")]
    [InlineData("w -= Rate * m / (t == 1 ? 1 : 1 - Math.Pow(Beta1, t - 1));")]
    [InlineData("var c = 1 - Math.Pow(Beta1, t - 1); w -= Rate * (t == 1 ? m : m / c);")]
    [InlineData("if (t == 1) { return; } w -= Rate * m / (1 - Math.Pow(Beta1, t - 1));")]
    [InlineData("w -= Rate * m / Math.Max(1 - Math.Pow(Beta1, t - 1), 1e-8);")]
    [InlineData("w -= Rate * m * (1 - Math.Pow(Beta1, t - 1));")]
    [InlineData("p *= Beta1; w -= Rate * m / (1 - p);")]
    public async Task CorrectionThatIsNeverZero(string step) => await Check(Moments + step, "DSC0205", "DSC0211");

    private static Task<IReadOnlyList<string>> Check(string statements, params string[] ids) => AnalyzerHarness.CheckIds(ids, new RuleAnalyzer(), $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(1e-3, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
            [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
            [Hyperparameter(0.1, Min = 0, Below = 1)] public partial double Decay { get; set; }

            [Update]
            private void Update(
                ref double w, double g, [State] ref double m, [State] ref double v, [State(Per = Per.Tensor, Initial = 1)] ref double p,
                [State(Per = Per.Tensor, Initial = 1)] ref double q, [Step] int t)
            {
                {{statements}}
            }
        }
        """);
}
