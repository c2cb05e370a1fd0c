using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The inverse tangents. An angle of the first quadrant is a base of 0, π/4 or π/2 and an arc whose tangent is at most √2 − 1: y/x,
/// (y − x)/(y + x) or −x/y, of which a minimax polynomial (relative error 2⁻⁶⁴) gives the arc (after fdlibm's <c>s_atan.c</c>).
/// </summary>
internal static class ArcTangents
{
    /// <summary>√2 − 1.</summary>
    private const double TangentOfEighth = 0.4142135623730950;

    /// <summary>2⁻⁶⁰: coordinates between this and its reciprocal have an angle that is a normal <see cref="float"/>.</summary>
    public const float Least = 1f / (1L << 60);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        return TDoubles.CopySign(DoubleRounding.Mend(magnitude, OfMagnitude(magnitude), [0x3D8D6B23, 0x3D8D31C3]), x);
    }

    /// <summary>The arcus tangent of a number that is not negative, within two last places of <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles OfMagnitude<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, TDoubles.Create(1), out var isFlat, out var isSteep, out var t);
        var high = Choose(isFlat, isSteep, 0, 1.5707963267948966, 0.7853981633974483);
        var low = Choose(isFlat, isSteep, 0, 6.123233995736766e-17, 3.061616997868383e-17);
        return Sum(high, low, t);
    }

    /// <summary>The angle of a point that is neither near an axis nor to 0 nor far away; a minimax polynomial of relative error 2⁻⁴⁵.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryQuickly<TDoubles>(TDoubles y, TDoubles x, out TDoubles angle)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        OfQuadrant(TDoubles.Abs(y), TDoubles.Abs(x), out angle, out var least, out var most);
        angle = TDoubles.CopySign(TDoubles.Select(TDoubles.IsNegative(x), TDoubles.Create(3.141592653589793) - angle, angle), y);
        return TDoubles.AreBelow(TDoubles.Create(Least), least) && TDoubles.AreBelow(most, TDoubles.Create(1 / Least));
    }

    /// <summary>The arcus tangent, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Quick<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        OfQuadrant(TDoubles.Abs(x), TDoubles.Create(1), out var angle, out _, out _);
        return TDoubles.CopySign(angle, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfQuadrant<TDoubles>(TDoubles ordinate, TDoubles abscissa, out TDoubles angle, out TDoubles least, out TDoubles most)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var isSteep = TDoubles.IsNegative(abscissa - ordinate);
        least = TDoubles.Select(isSteep, abscissa, ordinate);
        most = TDoubles.Select(isSteep, ordinate, abscissa);
        var isBetween = TDoubles.IsNegative((most * TDoubles.Create(TangentOfEighth)) - least);
        var t = TDoubles.Select(isBetween, least - most, least) / TDoubles.Select(isBetween, least + most, most);
        var z = t * t;
        var square = z * z;
        var low = TDoubles.FusedMultiplyAdd(square, Polynomial.Of(z, -0.14285693344832986, 0.111104439988696), Polynomial.Of(z, -0.33333333331663534, 0.19999999680623676));
        var high = TDoubles.FusedMultiplyAdd(square, Polynomial.Of(z, -0.058891226575848186, 0.030866264099097672), Polynomial.Of(z, -0.09079061372732376, 0.07568006384761379));
        var series = TDoubles.FusedMultiplyAdd(square * square, high, low);
        angle = t * TDoubles.FusedMultiplyAdd(z, series, TDoubles.Create(1));
        angle += isBetween & TDoubles.Create(0.7853981633974483);
        angle = TDoubles.Select(isSteep, TDoubles.Create(1.5707963267948966) - angle, angle);
    }

    /// <summary>The angle of a point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles y, TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // Of two zeros the angle is that of (0, 1), of two infinities that of (1, 1).
        var (zero, one, infinity) = (TDoubles.Create(0), TDoubles.Create(1), TDoubles.Create(double.PositiveInfinity));
        var (ordinate, abscissa) = (TDoubles.Abs(y), TDoubles.Abs(x));
        var areInfinite = (ordinate == infinity) & (abscissa == infinity);
        ordinate = TDoubles.Select(areInfinite, one, ordinate);
        abscissa = TDoubles.Select(areInfinite | ((ordinate == zero) & (abscissa == zero)), one, abscissa);
        Reduce(ordinate, abscissa, out var isFlat, out var isSteep, out var t);

        // Left of the axis the arc counts the other way, from π, π/2 or 3π/4.
        var signBit = TDoubles.Create(-0.0);
        var isLeft = TDoubles.IsNegative(x);
        var high = Choose(isFlat, isSteep, 0, 1.5707963267948966, 0.7853981633974483);
        var low = Choose(isFlat, isSteep, 0, 6.123233995736766e-17, 3.061616997868383e-17);
        high = TDoubles.Select(isLeft, Choose(isFlat, isSteep, 3.141592653589793, 1.5707963267948966, 2.356194490192345), high);
        low = TDoubles.Select(isLeft, Choose(isFlat, isSteep, 1.2246467991473532e-16, 6.123233995736766e-17, 9.184850993605148e-17), low);
        return TDoubles.CopySign(Sum(high, low, t ^ (x & signBit)), y);
    }

    /// <summary>The tangent of what an angle of the first quadrant is more than its base.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles y, TDoubles x, out TDoubles isFlat, out TDoubles isSteep, out TDoubles t)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var limit = TDoubles.Create(TangentOfEighth);
        isFlat = ~TDoubles.IsNegative((x * limit) - y);
        isSteep = ~TDoubles.IsNegative((y * limit) - x);
        var numerator = TDoubles.Select(isFlat, y, TDoubles.Select(isSteep, -x, y - x));
        var denominator = TDoubles.Select(isFlat, x, TDoubles.Select(isSteep, y, y + x));
        t = numerator / denominator;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Choose<TDoubles>(TDoubles isFlat, TDoubles isSteep, double flat, double steep, double between)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.Select(isFlat, TDoubles.Create(flat), TDoubles.Select(isSteep, TDoubles.Create(steep), TDoubles.Create(between)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Sum<TDoubles>(TDoubles high, TDoubles low, TDoubles t)
        where TDoubles : struct, IDoubles<TDoubles>
        => high + (t + TDoubles.FusedMultiplyAdd(t, Series(t * t), low));

    /// <summary>arctan t / t − 1 for z = t².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Series<TDoubles>(TDoubles z)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var fourth = z * z * (z * z);
        var low = Polynomial.Of(z, -0.3333333333333333, 0.19999999999998952, -0.1428571428551524, 0.11111111094754583);
        var middle = Polynomial.Of(z, -0.09090908347717729, 0.07692286783618979, -0.06666279730307673, 0.05877490366726576);
        var high = Polynomial.Of(z, -0.05221158573538378, 0.045138666229135066, -0.03369738633265839, 0.015406618109800426);
        return z * TDoubles.FusedMultiplyAdd(fourth, TDoubles.FusedMultiplyAdd(fourth, high, middle), low);
    }
}
