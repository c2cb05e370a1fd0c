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
        var (firstFactor, secondFactor) = (TLanes.FromBits(FirstFactor), TLanes.FromBits(SecondFactor));
        for (var round = 0; round < Rounds; round++)
        {
            var (first, second) = (TLanes.MultiplyWords(x0, firstFactor), TLanes.MultiplyWords(x2, secondFactor));
            (x0, x1, x2, x3) = ((second >>> 32) ^ x1 ^ TLanes.FromBits(k0), second, (first >>> 32) ^ x3 ^ TLanes.FromBits(k1), first);
            (k0, k1) = (k0 + FirstKeyStep, k1 + SecondKeyStep);
        }

        var mask = TLanes.FromBits(LowHalf);
        return (x0 & mask, x1 & mask, x2 & mask, x3 & mask);
    }
}
