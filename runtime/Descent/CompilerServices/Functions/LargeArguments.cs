using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// x modulo π/2 for large x (Payne and Hanek, Radian reduction for trigonometric functions, ACM SIGNUM Newsletter 18(1), 1983). Of 2/π only
/// the 128 bits matter that give a quarter turn at most and 102 places after it, which is more than enough: no multiple of π/2 is nearer to a
/// number of <see cref="float"/> than 2⁻³³.
/// </summary>
internal static class LargeArguments
{
    /// <summary>Up to here there is a faster way.</summary>
    public const float Least = 1 << 28;

    private const ulong SignBit = 1UL << 63;
    private const ulong BitsOfExponent = 2047UL << 52;
    private const int BitsOfFraction = 52;
    private const int BitsOfWord = 32;

    /// <summary>The place in 2/π where the bits for 2ᵉ begin is e less this.</summary>
    private const int FirstExponent = 25;

    private const double TwoTo52 = 4503599627370496, TwoTo51 = TwoTo52 / 2;

    /// <summary>How many quarter turns 2⁻¹²⁸ of one is as an angle.</summary>
    private const double Unit = Math.PI / 2 / 340282366920938463463374607431768211456.0;

    /// <summary>The bits of 2/π after the point.</summary>
    private static ReadOnlySpan<uint> TwoOverPi => [0xA2F9836E, 0x4E441529, 0xFC2757D1, 0xF534DDC0, 0xDB629599, 0x3C439041, 0xFE5163AB, 0xDEBBC561];

    /// <summary>Reduces each lane anew that is large.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Reduce<TDoubles>(ref TDoubles x, ref TDoubles quadrant, ref TDoubles r, ref TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        var (high, low) = Turns(magnitude);
        var (restHigh, restLow) = ((high << 2) | (low >>> 62), low << 2);

        // The quarter turn that is nearest: what is left counts as a number with a sign.
        var nearest = TDoubles.AddBits(high >>> 62, restHigh >>> 63);
        var left = TDoubles.Select(magnitude < TDoubles.Create(double.PositiveInfinity), Number(restHigh, restLow) * TDoubles.Create(Unit), TDoubles.Create(double.NaN));
        var (isLarge, isNegative) = (~(magnitude < TDoubles.Create(Least)), x < TDoubles.Create(0));
        quadrant = TDoubles.Select(isLarge, TDoubles.Select(isNegative, TDoubles.AddBits(~nearest, TDoubles.FromBits(1)), nearest), quadrant);
        r = TDoubles.Select(isLarge, left ^ (x & TDoubles.FromBits(SignBit)), r);
        tail = TDoubles.Select(isLarge, TDoubles.Create(0), tail);
    }

    /// <summary>|x| = m·2ᵉ with 24 bits of m; m times the bits of 2/π from 2¹ᐟ²ᵉ on counts 2⁻¹²⁶ quarter turns, modulo 4 of them.</summary>
    private static (TDoubles High, TDoubles Low) Turns<TDoubles>(TDoubles magnitude)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // The bits begin within one of four words: those below are of the first, once the power of 2 of the words before is divided by.
        var (first, second, third) = (IsBelow(1), IsBelow(2), IsBelow(3));
        var scaled = magnitude * Choose(TDoubles.Create(1), TDoubles.Create(1.0 / (1L << 32)), TDoubles.Create(1.0 / (1L << 32) / (1L << 32)), TDoubles.Create(1.0 / (1L << 48) / (1L << 48)));

        // 2 to the number of bits before them in the word, as an integer: a factor in place of a shift.
        var power = TDoubles.AddBits(scaled & TDoubles.FromBits(BitsOfExponent), TDoubles.FromBits(unchecked((ulong)-((long)FirstExponent << BitsOfFraction)))) + TDoubles.Create(TwoTo52);
        var (w0, w1, w2, w3, w4) = (Shifted(0), Shifted(1), Shifted(2), Shifted(3), Shifted(4));

        var m = ((magnitude & TDoubles.FromBits((1UL << BitsOfFraction) - 1)) | TDoubles.FromBits(1UL << BitsOfFraction)) >>> 29;
        var p3 = TDoubles.MultiplyWords(m, w3 | (w4 >>> BitsOfWord));
        var p2 = TDoubles.AddBits(TDoubles.MultiplyWords(m, w2 | (w3 >>> BitsOfWord)), p3 >>> BitsOfWord);
        var p1 = TDoubles.AddBits(TDoubles.MultiplyWords(m, w1 | (w2 >>> BitsOfWord)), p2 >>> BitsOfWord);
        var p0 = TDoubles.AddBits(TDoubles.MultiplyWords(m, w0 | (w1 >>> BitsOfWord)), p1 >>> BitsOfWord);
        var lowHalf = TDoubles.FromBits(uint.MaxValue);
        return ((p0 << BitsOfWord) | (p1 & lowHalf), (p2 << BitsOfWord) | (p3 & lowHalf));

        TDoubles IsBelow(int word) => magnitude < TDoubles.Create(Math.ScaleB(1, FirstExponent + (BitsOfWord * word)));

        TDoubles Choose(TDoubles ofFirst, TDoubles ofSecond, TDoubles ofThird, TDoubles ofFourth)
            => TDoubles.Select(first, ofFirst, TDoubles.Select(second, ofSecond, TDoubles.Select(third, ofThird, ofFourth)));

        // A word of what begins there: the bits that stay in it below, those that go to the one before above.
        TDoubles Shifted(int word) => TDoubles.MultiplyWords(power, Choose(Word<TDoubles>(word), Word<TDoubles>(word + 1), Word<TDoubles>(word + 2), Word<TDoubles>(word + 3)));
    }

    private static TDoubles Word<TDoubles>(int index)
        where TDoubles : struct, IDoubles<TDoubles> => TDoubles.FromBits(TwoOverPi[index]);

    /// <summary>
    /// An integer of 128 bits with a sign, of 94 at least, as the nearest number: its upper 52 bits, the next 52, and whether there are others, which the lowest of those tells as well.
    /// </summary>
    private static TDoubles Number<TDoubles>(TDoubles high, TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (base52, ofOnes) = (TDoubles.Create(TwoTo52), TDoubles.FromBits((1UL << 24) - 1));
        var upper = (((high >>> 12) ^ TDoubles.FromBits(1UL << 51)) | base52) - TDoubles.Create(TwoTo52 + TwoTo51);
        var hasMore = (((low & ofOnes) | base52) > base52) & TDoubles.FromBits(1);
        var next = (((high & TDoubles.FromBits((1UL << 12) - 1)) << 40) | (low >>> 24) | hasMore | base52) - base52;
        return TDoubles.FusedMultiplyAdd(upper, TDoubles.Create(TwoTo52 * (1 << 24)), next * TDoubles.Create(1 << 24));
    }
}
