using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>
/// A divisor that is the same for all weights. Where that is faster, the quotient is computed with the reciprocal, one multiplication and
/// two fused multiply-adds (Brisebarre, Muller and Raina, IEEE Transactions on Computers 53(8), 2004), and has the bits of the division
/// for every dividend: <c>runtime/docs/division.md</c> proves it. Not meant to be used by hand.
/// </summary>
/// <typeparam name="TLanes">The lanes of the loop.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operator.")]
[SuppressMessage("Performance", "CA1815", Justification = "Divisors are not compared.")]
public readonly struct Divisor<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TLanes _value;
    private readonly TLanes _negatedReciprocal;

    /// <summary>Prepares a division by a value, rounded once to <typeparamref name="T"/>.</summary>
    /// <param name="value">The divisor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Divisor(double value)
    {
        _value = TLanes.Broadcast(value);

        // Without a reciprocal every quotient is NaN at first, and then divided. Rounding twice gives the reciprocal of a float's own bits: a double holds twice as many.
        var rounded = double.CreateTruncating(T.CreateTruncating(value));
        _negatedReciprocal = TLanes.Broadcast(rounded >= Least && rounded <= 1 ? -1 / rounded : double.NaN);
    }

    /// <summary>The smallest divisor whose reciprocal is used.</summary>
    private static double Least
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 1.0 / (1 << 20) : 1.0 / (1L << 60) / (1L << 40);
    }

    /// <summary>Whether a reciprocal saves time, by the processor.</summary>
    private static bool UsesReciprocal
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported && (typeof(T) == typeof(double) ? ReciprocalDivision.SavesTimeInDouble : ReciprocalDivision.SavesTime);
    }

    /// <summary>The quotients, correctly rounded.</summary>
    /// <param name="dividend">The dividends.</param>
    /// <param name="divisor">The divisor.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes operator /(TLanes dividend, Divisor<TLanes, T> divisor)
        => UsesReciprocal ? ByReciprocal(dividend, divisor) : dividend / divisor._value;

    /// <summary>The quotients by the reciprocal, whether that saves time or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ByReciprocal(TLanes dividend, Divisor<TLanes, T> divisor)
    {
        // All is negated: only so is the quotient of −0 again −0, and not the +0 that a remainder of 0 makes of it.
        var estimate = dividend * divisor._negatedReciprocal;
        var remainder = TLanes.FusedMultiplyAdd(estimate, divisor._value, dividend);
        var quotient = -TLanes.FusedMultiplyAdd(remainder, divisor._negatedReciprocal, estimate);
        if (TLanes.AnyIsNaNOrTiny(quotient))
        {
            quotient = dividend / divisor._value;
        }

        return quotient;
    }
}
