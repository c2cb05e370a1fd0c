using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// x modulo π/2 for large x (Payne and Hanek, Radian reduction for trigonometric functions, ACM SIGNUM Newsletter 18(1), 1983). Of 2/π only
/// the 128 bits matter that give a quarter turn at most and 102 places after it, which is more than enough: no multiple of π/2 is nearer to a
/// number of <see cref="float"/> than 2⁻³³.
/// </summary>
internal static class LargeArguments
{
    /// <summary>Up to here there is a faster way.</summary>
    public const double Least = 1 << 28;

    /// <summary>The bits of 2/π after the point.</summary>
    private static ReadOnlySpan<uint> TwoOverPi => [0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB, 0xDEBBC561, 0xB7246E3A];

    /// <summary>Reduces each lane anew.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Reduce<TDoubles>(ref TDoubles x, ref TDoubles quadrant, ref TDoubles r, ref TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var values = AsSpan<TDoubles, double>(ref x);
        for (var lane = 0; lane < values.Length; lane++)
        {
            if (!(Math.Abs(values[lane]) < Least))
            {
                (AsSpan<TDoubles, long>(ref quadrant)[lane], AsSpan<TDoubles, double>(ref r)[lane]) = Reduce(values[lane]);
                AsSpan<TDoubles, double>(ref tail)[lane] = 0;
            }
        }
    }

    private static Span<T> AsSpan<TDoubles, T>(ref TDoubles lanes)
        where TDoubles : struct
        where T : struct
        => MemoryMarshal.Cast<TDoubles, T>(MemoryMarshal.CreateSpan(ref lanes, 1));

    private static (long Quadrant, double Remainder) Reduce(double x)
    {
        if (!double.IsFinite(x))
        {
            return (0, double.NaN);
        }

        // |x| = m·2ᵉ with 24 bits of m; m times the bits of 2/π from 2¹ᐟ²ᵉ on counts 2⁻¹²⁶ quarter turns, modulo 4 of them.
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var exponent = (int)((bits >> 52) & 0x7FF) - 1023 - 23;
        var m = (uint)((bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000) >> 29);
        var turns = unchecked(m * Window(exponent - 2));
        var quadrant = (long)(turns >> 126);
        var rest = (Int128)(turns << 2);
        if (rest < 0)
        {
            quadrant++;
        }

        var r = (double)rest * (Math.PI / 2 / 340282366920938463463374607431768211456.0);
        return x < 0 ? (-quadrant, -r) : (quadrant, r);
    }

    /// <summary>The 128 bits of 2/π that begin after so many bits behind the point.</summary>
    private static UInt128 Window(int start)
    {
        UInt128 window = 0;
        var word = start >> 5;
        for (var index = 0; index < 4; index++)
        {
            window = (window << 32) | TwoOverPi[word + index];
        }

        var shift = start & 31;
        return shift == 0 ? window : (window << shift) | (TwoOverPi[word + 4] >> (32 - shift));
    }
}
