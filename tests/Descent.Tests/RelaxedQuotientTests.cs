using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.CompilerServices.Functions;

namespace Descent.Tests;

/// <summary>Quotients of relaxed rules at <c>float</c> weights, from the processor's estimate. Where there is none, there is nothing to test.</summary>
public sealed class RelaxedQuotientTests
{
    private static readonly float[] s_special = [0, -0f, 1, -1, 1e-38f, 3e38f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];

    /// <summary>0.56 last places: a half for the rounding, 2⁻²⁸ of the quotient, which is at most 2⁻⁴, for what the correction leaves.</summary>
    [Fact]
    public void Estimates_AreWithinABoundOfTheQuotient()
    {
        var random = new Random(7);
        float Draw() => (float)((1 + random.NextDouble()) * Math.ScaleB((random.Next(2) * 2) - 1, random.Next(-60, 60)));
        for (var number = 0; number < 200_000 && Avx512F.IsSupported; number++)
        {
            var (x, y) = (Draw(), Draw());
            var exact = (double)x / y;
            var lastPlace = Math.Abs((double)MathF.BitIncrement((float)exact) - (float)exact);
            Assert.InRange(Math.Abs(Of(x, y) - exact), 0, 0.5625 * lastPlace);
        }
    }

    [Fact]
    public void SpecialValues_AreDividedAsEver()
    {
        foreach (var (x, y) in s_special.SelectMany(x => s_special.Select(y => (x, y))).Where(_ => Avx512F.IsSupported))
        {
            Assert.True(Of(x, y).Equals(x / y) || Math.Abs(Of(x, y) - (x / y)) <= Math.Abs(x / y) * 1e-6, $"{x} / {y}: {Of(x, y)}");
            Assert.True(float.IsNaN(x / y) || float.IsNegative(Of(x, y)) == float.IsNegative(x / y), $"{x} / {y}: {Of(x, y)}");
        }
    }

    private static float Of(float x, float y) => EstimatedQuotient.Of(Vector512.Create(x), Vector512.Create(y))[3];
}
