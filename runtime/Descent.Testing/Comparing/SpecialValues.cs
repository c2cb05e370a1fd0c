using System.Numerics;

namespace Descent.Testing.Comparing;

/// <summary>Numbers at which loops go wrong: zeros of both signs, subnormals, extremes, infinities, NaN, and ordinary noise.</summary>
internal static class SpecialValues
{
    /// <summary>How often a number is a special value, where nothing speaks against it.</summary>
    public const double UsualShare = 0.15;

    public static T[] All<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> =>
    [
        T.Zero, T.NegativeZero, T.Epsilon, -T.Epsilon, T.CreateTruncating(1e-40), T.CreateTruncating(-1e-310), T.MaxValue, T.MinValue,
        T.PositiveInfinity, T.NegativeInfinity, T.NaN, T.One, T.NegativeOne, T.CreateTruncating(0.5), T.CreateTruncating(2.5), T.CreateTruncating(-1.5),
        T.BitIncrement(T.One), T.BitDecrement(T.One), T.CreateTruncating(1e30), T.CreateTruncating(1e-30),
    ];

    /// <summary>Noise of many magnitudes; every so often a special value.</summary>
    public static T[] Mixed<T>(Random random, int length, double specialShare = UsualShare)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var special = All<T>();
        var values = new T[length];
        for (var index = 0; index < length; index++)
        {
            values[index] = random.NextDouble() < specialShare
                ? special[random.Next(special.Length)]
                : T.CreateTruncating((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 4)));
        }

        return values;
    }
}
