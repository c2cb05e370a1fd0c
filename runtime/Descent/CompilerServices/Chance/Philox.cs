using System.Runtime.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>
/// Philox4x32-10: four words from a counter of four words and a key of two (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC 2011). For one counter, and for lanes of them, each word in the low half of a lane.
/// </summary>
internal static class Philox
{
    private const int Rounds = 10;
    private const uint FirstFactor = 0xD2511F53;
    private const uint SecondFactor = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;
    private const ulong LowHalf = uint.MaxValue;

    /// <summary>The words of one counter.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Words(uint x0, uint x1, uint x2, uint x3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (first, second) = ((ulong)x0 * FirstFactor, (ulong)x2 * SecondFactor);
            (x0, x1, x2, x3) = ((uint)(second >> 32) ^ x1 ^ k0, (uint)second, (uint)(first >> 32) ^ x3 ^ k1, (uint)first);
            (k0, k1) = (k0 + FirstKeyStep, k1 + SecondKeyStep);
        }

        return (x0, x1, x2, x3);
    }

    /// <summary>The words of the counters in lanes. What is above the low half of a lane does not count, and is 0 in the results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TLanes X0, TLanes X1, TLanes X2, TLanes X3) Words<TLanes>(TLanes x0, TLanes x1, TLanes x2, TLanes x3, uint k0, uint k1)
        where TLanes : struct, IDoubles<TLanes>
    {
        for (var round = 0; round < Rounds; round++)
        {
            Round(ref x0, ref x1, ref x2, ref x3, TLanes.FromBits(k0), TLanes.FromBits(k1));
            (k0, k1) = (k0 + FirstKeyStep, k1 + SecondKeyStep);
        }

        var mask = TLanes.FromBits(LowHalf);
        return (x0 & mask, x1 & mask, x2 & mask, x3 & mask);
    }

    /// <summary>
    /// The same in place, for two vectors of counters that differ in their first words alone, as round after round of both: each waits for its products, and meanwhile the processor has the other's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Words<TLanes>(
        ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, ref TLanes y0, ref TLanes y1, out TLanes y2, out TLanes y3, uint k0, uint k1)
        where TLanes : struct, IDoubles<TLanes>
    {
        (y2, y3) = (x2, x3);
        for (var round = 0; round < Rounds; round++)
        {
            var (first, second) = (TLanes.FromBits(k0), TLanes.FromBits(k1));
            Round(ref x0, ref x1, ref x2, ref x3, first, second);
            Round(ref y0, ref y1, ref y2, ref y3, first, second);
            (k0, k1) = (k0 + FirstKeyStep, k1 + SecondKeyStep);
        }

        var mask = TLanes.FromBits(LowHalf);
        (x0, x1, x2, x3) = (x0 & mask, x1 & mask, x2 & mask, x3 & mask);
        (y0, y1, y2, y3) = (y0 & mask, y1 & mask, y2 & mask, y3 & mask);
    }

    /// <summary>The same for a key that is known in lanes.</summary>
    public static (TLanes X0, TLanes X1, TLanes X2, TLanes X3) Words<TLanes>(TLanes x0, TLanes x1, TLanes x2, TLanes x3, TLanes k0, TLanes k1)
        where TLanes : struct, IDoubles<TLanes>
    {
        for (var round = 0; round < Rounds; round++)
        {
            Round(ref x0, ref x1, ref x2, ref x3, k0, k1);
            (k0, k1) = (TLanes.AddBits(k0, TLanes.FromBits(FirstKeyStep)), TLanes.AddBits(k1, TLanes.FromBits(SecondKeyStep)));
        }

        var mask = TLanes.FromBits(LowHalf);
        return (x0 & mask, x1 & mask, x2 & mask, x3 & mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round<TLanes>(ref TLanes x0, ref TLanes x1, ref TLanes x2, ref TLanes x3, TLanes k0, TLanes k1)
        where TLanes : struct, IDoubles<TLanes>
    {
        var (first, second) = (TLanes.MultiplyWords(x0, TLanes.FromBits(FirstFactor)), TLanes.MultiplyWords(x2, TLanes.FromBits(SecondFactor)));
        (x0, x1, x2, x3) = ((x1 ^ k0) ^ (second >>> 32), second, (x3 ^ k1) ^ (first >>> 32), first);
    }
}
