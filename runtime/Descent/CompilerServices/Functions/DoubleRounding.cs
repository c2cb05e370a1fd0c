using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// What rounding twice makes wrong: a value so near to the middle between two numbers of <see cref="float"/> that its <see cref="double"/> is that middle,
/// from which it then goes to the even neighbour, be it the farther one, or lies beyond. All such arguments are known; few functions have any.
/// </summary>
internal static class DoubleRounding
{
    /// <summary>What a quick way may be wrong by, relative to its value: 2⁻⁴², 2¹¹ last places.</summary>
    public const uint Margin = 1U << 11;

    /// <summary>Of the 29 bits that float does not have the highest alone is set in the middle.</summary>
    private const uint Middle = 1U << 28;

    /// <summary>
    /// Whether no lane is within the margin of the middle between two numbers of <see cref="float"/>, so that it rounds to the right one; for normal numbers.
    /// </summary>
    /// <param name="left">Some values.</param>
    /// <param name="right">More of them.</param>
    /// <param name="margin">In last places of <see cref="double"/>, a power of 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreClear<TDoubles>(TDoubles left, TDoubles right, uint margin = Margin)
        where TDoubles : struct, IDoubles<TDoubles>

        // Those of the 29 bits that are clear from the margin below the middle to the margin above it, once they are counted from there.
        => !TDoubles.AnyClear(left, right, unchecked(margin - Middle), (2 * Middle) - (2 * margin));

    /// <summary>Puts the right results in place, if some result is in a middle.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="result">The results.</param>
    /// <param name="cases">The bits of an argument and of its result, alternately.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Mend<TDoubles>(TDoubles x, TDoubles result, ReadOnlySpan<uint> cases)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // The 29 bits that float does not have: −0 at the middle, a place before it and two behind; 0 next to a number of float.
        var rest = (TDoubles.AddBits(result, TDoubles.FromBits(1)) << 35) & TDoubles.FromBits(~(3UL << 35));
        if (TDoubles.Any(rest == TDoubles.Create(0)))
        {
            result = Replace(x, result, cases);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TDoubles Replace<TDoubles>(TDoubles x, TDoubles result, ReadOnlySpan<uint> cases)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        for (var index = 0; index < cases.Length; index += 2)
        {
            var isCase = x == TDoubles.Create(BitConverter.UInt32BitsToSingle(cases[index]));
            result = TDoubles.Select(isCase, TDoubles.Create(BitConverter.UInt32BitsToSingle(cases[index + 1])), result);
        }

        return result;
    }
}
