using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>Rounding on the way from <see cref="double"/> to fewer bits than <see cref="float"/> has.</summary>
internal static class StoredRounding
{
    /// <summary>
    /// The <see cref="float"/> from which a narrower type is rounded as from the <see cref="double"/> itself: where the value lies between two, the one whose
    /// last bit is set ("round to odd"; Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToOdd(double value)
    {
        var nearest = (float)value;
        var bits = BitConverter.SingleToInt32Bits(nearest);
        if (nearest == value || double.IsNaN(value) || (bits & 1) != 0)
        {
            return nearest;
        }

        // The even one was nearer: its neighbour on the other side of the value is odd. Beyond the largest float that is the largest one.
        return BitConverter.Int32BitsToSingle(Math.Abs((double)nearest) > Math.Abs(value) ? bits - 1 : bits + 1);
    }
}
