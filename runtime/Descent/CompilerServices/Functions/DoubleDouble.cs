namespace Descent.CompilerServices.Functions;

/// <summary>
/// An unevaluated sum of two numbers, 106 bits. Each operation has a relative error of at most 2⁻¹⁰² (Joldes, Muller and Popescu, Tight and
/// rigorous error bounds for basic building blocks of double-word arithmetic, ACM Transactions on Mathematical Software 44(2), 2017).
/// </summary>
/// <param name="High">The sum, rounded.</param>
/// <param name="Low">What the rounding left.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        var (high, low) = Sum(left.High, right.High);
        var (highOfLow, lowOfLow) = Sum(left.Low, right.Low);
        (high, low) = SumOfOrdered(high, low + highOfLow);
        return SumOfOrdered(high, lowOfLow + low);
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        var high = left.High * right.High;
        var low = Math.FusedMultiplyAdd(left.High, right.High, -high);
        return SumOfOrdered(high, low + Math.FusedMultiplyAdd(left.High, right.Low, left.Low * right.High));
    }

    public static DoubleDouble operator *(DoubleDouble left, double right) => left * new DoubleDouble(right, 0);

    public static DoubleDouble operator /(DoubleDouble left, double right)
    {
        var high = left.High / right;
        return SumOfOrdered(high, (Math.FusedMultiplyAdd(-high, right, left.High) + left.Low) / right);
    }

    /// <summary>A quotient of two numbers.</summary>
    public static DoubleDouble Quotient(double dividend, double divisor) => new DoubleDouble(dividend, 0) / divisor;

    /// <summary>
    /// The value rounded once to <see cref="float"/>: first to an odd last bit, which keeps the sum on its side of every border of
    /// <see cref="float"/> (Boldo and Melquiond, IEEE Transactions on Computers 57(4), 2008).
    /// </summary>
    public float ToSingle()
    {
        var bits = BitConverter.DoubleToInt64Bits(High);
        if (Low != 0 && (bits & 1) == 0)
        {
            bits += (Low > 0) == (High > 0) ? 1 : -1;
        }

        return (float)BitConverter.Int64BitsToDouble(bits);
    }

    private static (double High, double Low) Sum(double left, double right)
    {
        var sum = left + right;
        var part = sum - left;
        return (sum, left - (sum - part) + (right - part));
    }

    private static DoubleDouble SumOfOrdered(double large, double small)
    {
        var sum = large + small;
        return new(sum, small - (sum - large));
    }
}
