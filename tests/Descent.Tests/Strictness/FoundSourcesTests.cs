using Descent.Tests.Strictness.ReaderFuzzing;

namespace Descent.Tests.Strictness;

/// <summary>What random rules have found, as small as it could be made.</summary>
public sealed class FoundSourcesTests
{
    [Theory]
    [InlineData("{ double x; if (true || (x = gradient) > 1) { weight -= gradient; } else { weight -= x; } }")]
    [InlineData("{ double x; if (gradient > 0 && (x = 2 * gradient) > 1) { weight -= x; } }")]
    [InlineData("{ double x = gradient; F(ref x, x = 3); weight -= x; } static void F(ref double a, double b) => a += b;")]
    [InlineData("{ F(ref weight, ref weight, in weight); } static void F(ref double a, ref double b, in double c) { a -= c; b *= 2; a -= c; }")]
    [InlineData("{ double big = 1e12; int k = (int)big; weight -= gradient * k; }")]
    [InlineData("{ int y = int.MinValue, z = -1; weight -= gradient + (y % z); }")]
    [InlineData("{ int y = 1, z = 0; weight -= gradient + (y / z); }")]
    [InlineData("{ if (gradient > 0) { weight -= gradient; } else { switch (gradient) { case < -1: weight += 2; return; default: weight += 1; return; } } weight *= 2; }")]
    [InlineData("{ if (gradient > -100) { if (gradient > -101) { if (gradient > -102) { if (gradient > -103) { if (gradient > -104) { if (gradient > -105) { if (gradient > -106) { if (gradient > -107) { if (gradient > -108) { if (gradient > -109) { if (gradient > -110) { if (gradient > -111) { if (gradient > -112) { if (gradient > -113) { if (gradient > -114) { if (gradient > -115) { if (gradient > -116) { if (gradient > 0) { weight -= gradient; } else { weight += 1; return; } weight *= 2; } } } } } } } } } } } } } } } } } }")]
    public void Body_DoesWhatCSharpDoes(string body) => AssertSame($"private void Update(ref double weight, double gradient) {body}");

    [Theory]
    [InlineData("[State] ref double _5", "{ _5 += gradient; weight -= _5; }")]
    [InlineData("[State(Count = 2)] Span<double> v", "{ int k = 0; v[k++] += gradient; v[k] = (k = 0) + gradient; weight -= v[0] + 10 * v[1] + 100 * k; }")]
    [InlineData("[State(Count = 2)] Span<double> m, [State] ref double m0", "{ m[0] += gradient; m0 += 100; weight -= m[0] + m0; }")]
    [InlineData("[State(Count = 2)] Span<double> v", "{ foreach (ref double element in v) { element += gradient; } weight -= v[0] + 2 * v[1]; }")]
    [InlineData("[Step] int t", "{ double a = t + 2.0; weight -= gradient / a + a / (gradient * gradient + 3); }")]
    [InlineData("[Step] int t", "{ if (t % 2 == 0) { weight -= t * 2.0 * gradient; } else { weight -= (t + 5.0) * gradient; } }")]
    public void States_DoWhatCSharpDoes(string states, string body) => AssertSame($"private void Update(ref double weight, double gradient, {states}) {body}");

    [Fact]
    public void State_WhoseNameIsTaken_IsRefusedWithoutErrorsElsewhere()
        => Assert.Equal(0, Accepted("private void Update(ref double weight, double gradient, [State] ref double View) { View += gradient; weight -= View; }"));

    /// <summary>Under a condition that differs by weight, a choice is a selection; of what a step knows, it is one of the step all the same.</summary>
    [Fact]
    public void Choice_OfTheStep_UnderAConditionOfTheWeight() => AssertSame("""
        private void Update(ref double weight, double gradient, [State] ref double m)
        {
            double z;
            if (1 <= weight && (z = 1) > 0.5)
            {
                m = Larger(z, K).First;
            }

            weight -= gradient + m;
        }

        [Hyperparameter(3, Min = 1)] public partial int K { get; set; }

        private static (double First, bool Second) Larger(double a, double b) { if (a > b) { return (a, true); } return (b, true); }
        """);

    private static void AssertSame(string update) => Assert.Equal(1, Accepted(update));

    /// <summary>How many rules became a loop, of one with which nothing is wrong.</summary>
    private static int Accepted(string update)
    {
        var failures = SourceCheck.Run([new("Found", $"[Optimizer] public sealed partial class Rule {{ [Update] {update} }}\n", Refused: false)], out var accepted);

        Assert.Equal([], failures.Select(failure => $"{failure.Kind}: {failure.Problem}"));
        return accepted;
    }
}
