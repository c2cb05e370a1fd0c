using System.Numerics;

namespace Descent.Cuda.Tests;

/// <summary>Weights and gradients with all kinds of special values among them, and comparisons to the bit.</summary>
internal sealed class Values<T>(int seed, double specialShare = 0.1)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private static readonly T[] s_special =
    [
        T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.CreateTruncating(1000) * T.Epsilon, T.MaxValue, T.MinValue, T.PositiveInfinity, T.NegativeInfinity, T.NaN, T.One, T.NegativeOne,
    ];

    private readonly Random _random = new(seed);

    public T[] Next(int length) => [.. Enumerable.Range(0, length).Select(_ => Next())];

    /// <summary>The first value that differs, all NaNs being one; −1 if none does.</summary>
    public static int FirstDifference(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            var (x, y) = (expected[index], actual[index]);
            var areEqual = T.IsNaN(x) ? T.IsNaN(y) : x == y && T.IsNegative(x) == T.IsNegative(y);
            if (!areEqual)
            {
                return index;
            }
        }

        return -1;
    }

    private T Next() => _random.NextDouble() < specialShare
        ? s_special[_random.Next(s_special.Length)]
        : T.CreateTruncating((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(-8, 5)));
}
