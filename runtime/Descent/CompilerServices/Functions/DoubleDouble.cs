namespace Descent.CompilerServices.Functions;

/// <summary>
/// Unevaluated sums of two numbers, 106 bits. Each operation has a relative error of at most 2⁻¹⁰² (Joldes, Muller and Popescu, Tight and
/// rigorous error bounds for basic building blocks of double-word arithmetic, ACM Transactions on Mathematical Software 44(2), 2017).
/// </summary>
/// <param name="High">The sum, rounded.</param>
/// <param name="Low">What the rounding left.</param>
internal readonly record struct DoubleDouble<TDoubles>(TDoubles High, TDoubles Low)
    where TDoubles : struct, IDoubles<TDoubles>
{
    public static DoubleDouble<TDoubles> operator +(DoubleDouble<TDoubles> left, DoubleDouble<TDoubles> right)
    {
        var (high, low) = Sum(left.High, right.High);
        var (highOfLow, lowOfLow) = Sum(left.Low, right.Low);
        (high, low) = SumOfOrdered(high, low + highOfLow);
        return SumOfOrdered(high, lowOfLow + low);
    }

    public static DoubleDouble<TDoubles> operator -(DoubleDouble<TDoubles> value) => new(-value.High, -value.Low);

    public static DoubleDouble<TDoubles> operator *(DoubleDouble<TDoubles> left, DoubleDouble<TDoubles> right)
    {
        var high = left.High * right.High;
        var low = TDoubles.FusedMultiplyAdd(left.High, right.High, -high);
        return SumOfOrdered(high, low + TDoubles.FusedMultiplyAdd(left.High, right.Low, left.Low * right.High));
    }

    public static DoubleDouble<TDoubles> operator *(DoubleDouble<TDoubles> left, TDoubles right) => left * new DoubleDouble<TDoubles>(right, TDoubles.Create(0));

    public static DoubleDouble<TDoubles> operator /(DoubleDouble<TDoubles> left, TDoubles right)
    {
        var high = left.High / right;
        return SumOfOrdered(high, (TDoubles.FusedMultiplyAdd(-high, right, left.High) + left.Low) / right);
    }

    /// <summary>A number that is known beforehand.</summary>
    public static DoubleDouble<TDoubles> Create(double high, double low) => new(TDoubles.Create(high), TDoubles.Create(low));

    /// <summary>A quotient of two numbers.</summary>
    public static DoubleDouble<TDoubles> Quotient(TDoubles dividend, TDoubles divisor) => new DoubleDouble<TDoubles>(dividend, TDoubles.Create(0)) / divisor;

    /// <summary>
    /// What rounds to the <see cref="float"/> that is nearest to the sum: rounded to an odd last bit, which keeps the sum on its side of every border of
    /// <see cref="float"/> (Boldo and Melquiond, IEEE Transactions on Computers 57(4), 2008).
    /// </summary>
    public TDoubles ToOdd()
    {
        var (zero, one) = (TDoubles.Create(0), TDoubles.Create(1));
        var isEven = ((High << 63) | one) > zero;
        var isMore = (Low * TDoubles.CopySign(one, High)) > zero;
        var step = TDoubles.Select(isMore, TDoubles.FromBits(1), TDoubles.FromBits(ulong.MaxValue));
        return TDoubles.Select(isEven & (Low != zero), TDoubles.AddBits(High, step), High);
    }

    private static (TDoubles High, TDoubles Low) Sum(TDoubles left, TDoubles right)
    {
        var sum = left + right;
        var part = sum - left;
        return (sum, left - (sum - part) + (right - part));
    }

    private static DoubleDouble<TDoubles> SumOfOrdered(TDoubles large, TDoubles small)
    {
        var sum = large + small;
        return new(sum, small - (sum - large));
    }
}
