using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>
/// A vector of weights and what a loop may do with it. Each lane computes exactly what the C# operation on one value computes, so the bits
/// do not depend on how many lanes there are. A comparison gives a mask: all bits of a lane set where it holds, none where it does not.
/// Generated loops are written once for any implementation; the just-in-time compiler makes each operation one instruction. Not meant to
/// be used by hand.
/// </summary>
/// <typeparam name="TLanes">The implementing type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "A generated loop names the type that it is generic over.")]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operators.")]
public partial interface ILanes<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many lanes there are.</summary>
    static abstract int Count { get; }

    /// <summary>+0 in every lane; the mask that holds nowhere.</summary>
    static abstract TLanes Zero { get; }

    /// <summary>1 in every lane.</summary>
    static abstract TLanes One { get; }

    /// <summary>The mask that holds everywhere.</summary>
    static abstract TLanes AllBitsSet { get; }

    /// <summary>The value in every lane, rounded once to <typeparamref name="T"/>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Broadcast(double value);

    /// <summary>The mask that holds everywhere if the condition does, nowhere if not.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The mask.</returns>
    static virtual TLanes Broadcast(bool condition) => condition ? TLanes.AllBitsSet : TLanes.Zero;

    /// <summary>Reads a vector.</summary>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Load(ref readonly T source, nuint index);

    /// <summary>Reads a vector of what stays in the nearest cache from row to row.</summary>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes LoadNear(ref readonly T source, nuint index);

    /// <summary>Writes the vector to what stays in the nearest cache from block to block.</summary>
    /// <param name="destination">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    void StoreNear(ref T destination, nuint index);

    /// <summary>Writes the vector.</summary>
    /// <param name="destination">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    void Store(ref T destination, nuint index);

    /// <summary>Reads a vector of weights or gradients, which may be stored in 16 bits.</summary>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes LoadWeight(ref readonly T source, nuint index);

    /// <summary>Reads a vector of a state, which may be stored in 16 bits.</summary>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes LoadState(ref readonly T source, nuint index);

    /// <summary>Writes a vector of weights, which may be stored in 16 bits.</summary>
    /// <param name="destination">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    void StoreWeight(ref T destination, nuint index);

    /// <summary>Writes a vector of a state, which may be stored in 16 bits.</summary>
    /// <param name="destination">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    void StoreState(ref T destination, nuint index);

    /// <summary>Reads the first lanes; the others are zero.</summary>
    /// <param name="values">At most as many values as there are lanes.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes LoadTail(ReadOnlySpan<T> values) => LaneFunctions.LoadTail<TLanes, T>(values);

    /// <summary>Writes the first lanes.</summary>
    /// <param name="tail">The vector.</param>
    /// <param name="values">At most as many values as there are lanes.</param>
    static virtual void StoreTail(TLanes tail, Span<T> values) => LaneFunctions.StoreTail(tail, values);

    /// <summary>The sums.</summary>
    /// <param name="left">An addend.</param>
    /// <param name="right">An addend.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator +(TLanes left, TLanes right);

    /// <summary>The differences.</summary>
    /// <param name="left">The minuends.</param>
    /// <param name="right">The subtrahends.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator -(TLanes left, TLanes right);

    /// <summary>The products.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">A factor.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator *(TLanes left, TLanes right);

    /// <summary>The quotients.</summary>
    /// <param name="left">The dividends.</param>
    /// <param name="right">The divisors.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator /(TLanes left, TLanes right);

    /// <summary>The bits that both have.</summary>
    /// <param name="left">A mask.</param>
    /// <param name="right">A mask.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator &(TLanes left, TLanes right);

    /// <summary>The bits that either has.</summary>
    /// <param name="left">A mask.</param>
    /// <param name="right">A mask.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator |(TLanes left, TLanes right);

    /// <summary>The bits that one has and the other has not.</summary>
    /// <param name="left">A mask.</param>
    /// <param name="right">A mask.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator ^(TLanes left, TLanes right);

    /// <summary>Where the left is less.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator <(TLanes left, TLanes right);

    /// <summary>Where the left is less or equal.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator <=(TLanes left, TLanes right);

    /// <summary>Where the left is greater.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator >(TLanes left, TLanes right);

    /// <summary>Where the left is greater or equal.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator >=(TLanes left, TLanes right);

    /// <summary>Where both are equal; NaN equals nothing.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator ==(TLanes left, TLanes right);

    /// <summary>Where they are not equal; NaN differs from everything.</summary>
    /// <param name="left">The left.</param>
    /// <param name="right">The right.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator !=(TLanes left, TLanes right);

    /// <summary>The values of opposite sign.</summary>
    /// <param name="value">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator -(TLanes value);

    /// <summary>The bits that are not set.</summary>
    /// <param name="value">The mask.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes operator ~(TLanes value);

    /// <summary>Whether a lane is NaN, or is not zero but smaller in magnitude than 2⁻⁷⁰⁰, or in <see cref="float"/> than 2⁻⁷⁸.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The answer.</returns>
    static abstract bool AnyIsNaNOrTiny(TLanes x);

    /// <summary>The first value where the mask holds, the second where it does not.</summary>
    /// <param name="condition">The mask.</param>
    /// <param name="whenTrue">The first values.</param>
    /// <param name="whenFalse">The second values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Select(TLanes condition, TLanes whenTrue, TLanes whenFalse);

    /// <summary>Where a lane is not a number.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes IsNaN(TLanes x);

    /// <summary><see cref="Math.Sqrt(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Sqrt(TLanes x);

    /// <summary><see cref="Math.Abs(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Abs(TLanes x);

    /// <summary><see cref="Math.Min(double, double)"/> of each pair of lanes.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">The other values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Min(TLanes x, TLanes y);

    /// <summary><see cref="Math.Max(double, double)"/> of each pair of lanes.</summary>
    /// <param name="x">The values.</param>
    /// <param name="y">The other values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Max(TLanes x, TLanes y);

    /// <summary><see cref="Math.CopySign(double, double)"/> of each pair of lanes.</summary>
    /// <param name="x">The magnitudes.</param>
    /// <param name="y">The signs.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes CopySign(TLanes x, TLanes y);

    /// <summary>x · y + z with one rounding, as <see cref="Math.FusedMultiplyAdd"/>.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    /// <param name="z">The addend.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes FusedMultiplyAdd(TLanes x, TLanes y, TLanes z);

    /// <summary>x · y + z, with one rounding where the hardware can and with two where it cannot. For relaxed rules.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    /// <param name="z">The addend.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes MultiplyAdd(TLanes x, TLanes y, TLanes z);

    /// <summary><see cref="Math.Floor(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Floor(TLanes x);

    /// <summary><see cref="Math.Ceiling(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Ceiling(TLanes x);

    /// <summary><see cref="Math.Round(double)"/> of each lane: to the nearest integer, halves to the even one.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Round(TLanes x);

    /// <summary><see cref="Math.Truncate(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes Truncate(TLanes x);

    /// <summary>1, 0 or −1 by the sign of each lane, as <see cref="Math.Sign(double)"/>; NaN where that would throw.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TLanes Sign(TLanes x)
    {
        var sign = ((x > TLanes.Zero) & TLanes.One) | ((x < TLanes.Zero) & -TLanes.One);
        return TLanes.Select(TLanes.IsNaN(x), x, sign);
    }

    /// <summary>Each lane limited to a range, as <see cref="Math.Clamp(double, double, double)"/>; NaN where that would throw because
    /// <paramref name="min"/> exceeds <paramref name="max"/>.</summary>
    /// <param name="x">The values.</param>
    /// <param name="min">The lower bounds.</param>
    /// <param name="max">The upper bounds.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual TLanes Clamp(TLanes x, TLanes min, TLanes max)
    {
        var clamped = TLanes.Select(x < min, min, TLanes.Select(x > max, max, x));
        return TLanes.Select(min > max, TLanes.Broadcast(double.NaN), clamped);
    }
}
