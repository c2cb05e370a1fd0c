using System.Runtime.CompilerServices;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>One snapshot of scalars and loops for each feature of the language that a rule's method is written in. All of it compiles without a warning.</summary>
public sealed class LanguageTests
{
    [Fact]
    public void Locals_AndCompoundAssignments() => Verify(Body("""
        double direction = gradient;
        direction *= Scale;
        direction -= 0.5;
        direction /= 3;
        var step = direction = -direction;
        weight += step;
        """));

    [Fact]
    public void Operators_KeepTheOrderInWhichTheyAreWritten() => Verify(Body("""
        var a = gradient - (weight - m);
        var b = gradient / (weight * m) / (m / weight);
        weight = -(a - -b) + (a + (b + gradient)) - +a % b;
        m = a - b - gradient;
        """));

    [Fact]
    public void ElementBranches_BecomeSelections() => Verify(Body("""
        var direction = 0.0;
        if (gradient * m > 0)
        {
            direction = gradient;
            m = gradient;
        }
        else if (gradient != m)
        {
            direction = m;
        }

        weight -= Scale * (direction >= 0 ? direction : 2 * direction);
        """));

    [Fact]
    public void StepBranches_BecomeLoops() => Verify(Body("""
        if (t > 3)
        {
            var factor = Math.Sqrt(t - 3);
            weight -= factor * gradient;
        }
        else
        {
            weight -= Scale * Math.Sign(gradient);
        }
        """));

    [Fact]
    public void StepBranches_BeyondThree_BecomeSelections() => Verify(Body("""
        if (t > 1) { gradient *= 2; }
        if (t > 2) { gradient += 3; }
        if (t > 3) { gradient -= m; }
        if (t > 4) { gradient /= 5; }
        if (t > 5) { gradient = weight; }
        weight -= gradient;
        """));

    [Fact]
    public void StepRateCode_StaysUnderItsBranch() => Verify(Body("""
        if (Count > 0 && t % Count == 0)
        {
            weight -= Scale * gradient;
        }
        """));

    [Fact]
    public void EarlyReturns() => Verify(Body("""
        if (gradient == 0)
        {
            return;
        }

        m += gradient;
        if (Flag)
        {
            weight -= m;
            return;
        }

        weight -= 2 * m;
        """));

    [Fact]
    public void SwitchExpressions_BecomeChoices() => Verify(Body("""
        var factor = t switch { 1 => 0.1, > 1 and <= 10 => 0.5, _ => 1 };
        var clipped = gradient switch { > 1 => 1, < -1 => -1, _ => gradient };
        weight -= factor * clipped;
        """));

    [Fact]
    public void CountedLoops_AreWrittenOut() => Verify(Body("""
        var power = 1.0;
        for (var k = 1; k <= 3; k++)
        {
            power *= gradient;
            weight -= Scale * power / k;
        }
        """));

    [Fact]
    public void VectorFunctions() => Verify(Body("""
        var a = Math.Min(Math.Max(Math.Abs(gradient), Math.Sqrt(m)), Math.Clamp(weight, -1, Scale));
        var b = Math.Floor(a) + Math.Ceiling(a) + Math.Round(a) + Math.Truncate(a);
        weight = Math.FusedMultiplyAdd(a, b, Math.CopySign(Math.Sign(gradient), weight));
        """));

    [Fact]
    public void LanewiseFunctions() => Verify(Body("""
        var a = Math.Pow(gradient, 3) + Math.Exp(m) + Math.Log(Math.Abs(weight)) + Math.Tanh(gradient);
        var b = Math.Sin(a) * Math.Cos(a) * Math.Cbrt(a) * Math.Atan2(a, m);
        weight -= a + b;
        """));

    [Fact]
    public void StepRateFunctions_RunOnce() => Verify(Body("""
        var a = Math.Pow(Scale, t) + Math.Exp(-Scale) + Math.Clamp(Scale, 0, 1) + Math.Max(t, Count) + (Flag ? 1 : -1);
        weight -= a * gradient;
        """));

    [Fact]
    public void Constants_KeepTheirBits() => Verify(Body("""
        const double Tiny = double.Epsilon;
        weight = weight * -0.0 + Tiny + Math.PI + 1e300 * 10 + 0.1 + double.PositiveInfinity * m + (1.0 / 3) + gradient;
        """));

    [Fact]
    public void Tests_ForNotANumber() => Verify(Body("""
        weight -= double.IsFinite(gradient) && !double.IsNaN(m) || double.IsInfinity(weight) ? gradient : 0;
        """));

    [Fact]
    public void Comparisons_AmongArguments() => Verify(Body("""
        var isNear = gradient > 0 ? weight < gradient : m > (weight + gradient) * m;
        var same = gradient;
        var isNumber = gradient <= same;
        weight -= isNear && isNumber ? gradient : 0;
        """));

    [Fact]
    public void IntegerArithmetic_IsThatOfCSharp() => Verify(Body("""
        var half = t / 2;
        half *= 3;
        var wrapped = checked(t * Count) + unchecked(t - Count);
        half++;
        weight -= (half + wrapped + (int)Scale) * gradient;
        """));

    [Fact]
    public void Reductions_SplitIntoPasses() => Verify(Body("""
        m = 0.9 * m + gradient;
        var update = m / (Math.Sqrt(m * m) + 1e-8);
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var updateNorm = Math.Sqrt(Reduce.Sum(update * update));
        weight -= Scale * (weightNorm > 0 && updateNorm > 0 ? weightNorm / updateNorm : 1) * update;
        """));

    [Fact]
    public void Reductions_UnderAStepBranch_RunOnlyThere() => Verify(Body("""
        if (Flag)
        {
            gradient *= Math.Min(1, Scale / Reduce.Max(Math.Abs(gradient)));
        }

        weight -= gradient / Reduce.Count(gradient != 0);
        """));

    /// <summary>Conditions that are asked for only under one another: seven, and a loop for each of the eight outcomes.</summary>
    [Fact]
    public void Returns_OneAfterTheOther_MakeALoopEach() => Verify("""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(4, Min = 1, Max = 8)] public partial int Terms { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State(Count = 8)] Span<double> terms)
            {
                terms[0] += gradient;
                weight -= 0.1 * terms[0];
                for (var k = 1; k < terms.Length; k++)
                {
                    if (k == Terms) { return; }
                    terms[k] = 0.9 * terms[k] + terms[k - 1];
                    weight -= 0.1 * terms[k];
                }
            }
        }
        """);

    private static string Body(string body) => $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.5)] public partial double Scale { get; set; }
            [Hyperparameter(7)] public partial int Count { get; set; }
            [Hyperparameter(false)] public partial bool Flag { get; set; }

            [Update]
            private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t)
            {
        {{body}}
            }
        }
        """;

    private static void Verify(string source, [CallerMemberName] string method = "") => Snapshot.VerifyRule(source, nameof(LanguageTests), method, OwnText.Of);
}
