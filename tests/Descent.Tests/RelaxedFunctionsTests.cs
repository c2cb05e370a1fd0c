using System.Numerics;

namespace Descent.Tests;

/// <summary>The functions of relaxed rules keep the bound that <see cref="FloatMath.Relaxed"/> states.</summary>
public sealed class RelaxedFunctionsTests
{
    private static readonly double[] s_special =
    [
        0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN, double.Epsilon, -double.Epsilon, 1e-310, double.MaxValue, double.MinValue,
        1e300, 709.78, 710.4, -745.1, -745.2, 1e16, 1e22, 268435456, Math.PI / 2, 11 * Math.PI / 2, 1e-200, -1e200,
    ];

    private static readonly (string Name, Func<double, double, double> Of, Func<RelaxedFunctionsForTestsState, TensorView> State)[] s_functions =
    [
        ("Exp", (x, _) => Math.Exp(x), state => state.Exp),
        ("Log", (x, _) => Math.Log(Math.Abs(x)), state => state.Log),
        ("Log2", (x, _) => Math.Log2(Math.Abs(x)), state => state.Log2),
        ("Log10", (x, _) => Math.Log10(Math.Abs(x)), state => state.Log10),
        ("Sin", (x, _) => Math.Sin(x), state => state.Sin),
        ("Cos", (x, _) => Math.Cos(x), state => state.Cos),
        ("Tan", (x, _) => Math.Tan(x), state => state.Tan),
        ("Asin", (x, _) => Math.Asin(x), state => state.Asin),
        ("Acos", (x, _) => Math.Acos(x), state => state.Acos),
        ("Atan", (x, _) => Math.Atan(x), state => state.Atan),
        ("Sinh", (x, _) => Math.Sinh(x), state => state.Sinh),
        ("Cosh", (x, _) => Math.Cosh(x), state => state.Cosh),
        ("Tanh", (x, _) => Math.Tanh(x), state => state.Tanh),
        ("Cbrt", (x, _) => Math.Cbrt(x), state => state.Cbrt),
        ("Pow", Math.Pow, state => state.Pow),
        ("Atan2", Math.Atan2, state => state.Atan2),
    ];

    [Fact]
    public void OfSingle_StayWithinFourLastPlaces()
        => Check(Draw<float>(20_011, -4, 3), Draw<float>(20_011, -1, 2), value => MathF.BitIncrement(MathF.Abs(value)) - MathF.Abs(value));

    /// <summary>Three of their own, and one of the platform's.</summary>
    [Theory]
    [InlineData(-4, 3)]
    [InlineData(-8, 1)]
    [InlineData(-300, 300)]
    public void OfDouble_StayWithinFourLastPlacesOfThePlatform(int least, int most)
        => Check(Draw<double>(100_003, least, most), Draw<double>(100_003, -2, 2), LastPlace);

    [Fact]
    public void OfDouble_OfSpecialValues_AreThoseOfThePlatform()
    {
        double[] gradients = [.. from x in s_special from _ in s_special select x];
        double[] weights = [.. from _ in s_special from y in s_special select y];
        Check(gradients, weights, LastPlace);
    }

    /// <summary>A weight by itself has the bits that it has among others.</summary>
    [Fact]
    public void OfDouble_AreTheSameAlone()
    {
        double[] gradients = [.. s_special, .. Draw<double>(200, -4, 3)];
        var weights = Draw<double>(gradients.Length, -1, 1);
        var together = Apply(gradients, weights);
        for (var index = 0; index < weights.Length; index++)
        {
            var alone = Apply([gradients[index]], [weights[index]]);
            Assert.Equal(together.Select(values => values[index]), alone.Select(values => values[0]));
        }
    }

    private static double LastPlace(double value) => Math.BitIncrement(Math.Abs(value)) - Math.Abs(value);

    private static T[] Draw<T>(int length, int least, int most)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(7 + least);
        return [.. Enumerable.Range(0, length).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(least, most))))];
    }

    private static List<T[]> Apply<T>(T[] gradients, T[] weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var rule = new RelaxedFunctionsForTests();
        var copy = (T[])weights.Clone();
        var state = rule.CreateState(copy);
        rule.Update(copy, gradients, state);
        return [.. s_functions.Select(function => function.State(state).ToArray<T>())];
    }

    private static void Check<T>(T[] gradients, T[] weights, Func<T, T> lastPlace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (function, values) in s_functions.Zip(Apply(gradients, weights)))
        {
            for (var index = 0; index < values.Length; index++)
            {
                var (x, y) = (double.CreateTruncating(gradients[index]), double.CreateTruncating(weights[index]));
                var (expected, actual) = (T.CreateTruncating(function.Of(x, y)), values[index]);
                var isNear = expected.Equals(actual) || T.Abs(expected - actual) <= T.CreateChecked(4) * lastPlace(expected);
                Assert.True(
                    (isNear && T.IsNegative(expected) == T.IsNegative(actual)) || (T.IsNaN(expected) && T.IsNaN(actual)),
                    $"{function.Name}({x:R}, {y:R}) is {expected}, not {actual}.");
            }
        }
    }
}
