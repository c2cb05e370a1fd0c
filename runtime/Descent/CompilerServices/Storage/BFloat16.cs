using System.Globalization;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// A number of 16 bits with the exponent of <see cref="float"/> and 8 bits of precision ("bfloat16"): the upper half of a <see cref="float"/>. It is for
/// storing weights, gradients and states; arithmetic is done in <see cref="float"/>. This .NET has no type of its own for it, and other libraries
/// keep such numbers as <see cref="ushort"/>: <see cref="Over(Memory{ushort})"/> looks at their memory without a copy.
/// </summary>
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>, ISpanFormattable
{
    private readonly ushort _bits;

    private BFloat16(ushort bits) => _bits = bits;

    /// <summary>The largest finite number: (2 − 2⁻⁷) · 2¹²⁷, about 3.39 · 10³⁸.</summary>
    public static BFloat16 MaxValue => new(0x7F7F);

    /// <summary>The smallest finite number: −<see cref="MaxValue"/>.</summary>
    public static BFloat16 MinValue => new(0xFF7F);

    /// <summary>The smallest number greater than zero: 2⁻¹³³.</summary>
    public static BFloat16 Epsilon => new(0x0001);

    /// <summary>Not a number.</summary>
    public static BFloat16 NaN => new(BFloat16Format.NaN);

    /// <summary>The bits of the number, as other libraries keep it.</summary>
    [CLSCompliant(false)]
    public ushort ToBits() => _bits;

    /// <summary>The number of these bits.</summary>
    /// <param name="bits">Sign, 8 bits of exponent, 7 bits of fraction.</param>
    /// <returns>The number.</returns>
    [CLSCompliant(false)]
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>The same memory, seen as numbers.</summary>
    /// <param name="bits">The bits of numbers.</param>
    /// <returns>The numbers, to read and to write.</returns>
    [CLSCompliant(false)]
    public static Memory<BFloat16> Over(Memory<ushort> bits) => new ReinterpretedMemory<ushort, BFloat16>(bits).Memory;

    /// <inheritdoc cref="Over(Memory{ushort})"/>
    [CLSCompliant(false)]
    public static Memory<BFloat16> Over(ushort[] bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        return Over(bits.AsMemory());
    }

    /// <summary>Whether it is not a number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsNaN(BFloat16 value) => (value._bits & 0x7FFF) > 0x7F80;

    /// <summary>Whether it is neither infinite nor NaN.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsFinite(BFloat16 value) => (value._bits & 0x7F80) != 0x7F80;

    /// <summary>The nearest number, of two the even one.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator BFloat16(float value) => new(BFloat16Format.Encode(value));

    /// <summary>The nearest number, of two the even one: rounded once.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator BFloat16(double value) => new(BFloat16Format.Encode(StoredRounding.ToOdd(value)));

    /// <summary>The same number.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator float(BFloat16 value) => BFloat16Format.Decode(value._bits);

    /// <summary>The same number.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator double(BFloat16 value) => BFloat16Format.Decode(value._bits);

    /// <summary>The nearest number, of two the even one.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The number.</returns>
    public static BFloat16 FromSingle(float value) => (BFloat16)value;

    /// <summary>The nearest number, of two the even one: rounded once.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The number.</returns>
    public static BFloat16 FromDouble(double value) => (BFloat16)value;

    /// <summary>The same number.</summary>
    /// <returns>The value.</returns>
    public float ToSingle() => this;

    /// <summary>The same number.</summary>
    /// <returns>The value.</returns>
    public double ToDouble() => this;

    /// <summary>Whether both are the same number: zeros of either sign are, NaN is nothing's equal.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == (float)right;

    /// <summary>Whether they are different numbers.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <summary>Whether the first is less.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < (float)right;

    /// <summary>Whether the first is greater.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > (float)right;

    /// <summary>Whether the first is less or equal.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= (float)right;

    /// <summary>Whether the first is greater or equal.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= (float)right;

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <summary>The number as text, in invariant culture.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        => ((float)this).TryFormat(destination, out charsWritten, format, provider);
}
