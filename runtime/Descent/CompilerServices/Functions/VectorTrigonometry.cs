using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Sine, cosine and tangent over all of <see cref="double"/>, in two last places, for relaxed rules: the polynomials of <see cref="Trigonometry"/>, of
/// a remainder that is right to 2⁻⁵³ of its own however near to a multiple of π/2 the argument lies. Beyond 2²⁸ a lane is given to C#.
/// </summary>
internal static class VectorTrigonometry
{
    /// <summary>Adding this leaves an integer in the lowest bits, rounded.</summary>
    private const double Shift = 6755399441055744;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Sine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return AndHuge(x, Trigonometry.RawSine(x, quadrant, r, tail), Math.Sin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Cosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return AndHuge(x, Trigonometry.RawCosine(quadrant, r, tail), Math.Cos);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Tangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return AndHuge(x, Trigonometry.RawTangent(x, quadrant, r, tail), Math.Tan);
    }

    /// <summary>The values, and for lanes beyond the limit what C# gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles AndHuge<TDoubles>(TDoubles x, TDoubles values, Func<double, double> function)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.AreBelow(TDoubles.Abs(x), TDoubles.Create(LargeArguments.Least)) ? values : Replace(x, values, function);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TDoubles Replace<TDoubles>(TDoubles x, TDoubles values, Func<double, double> function)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var arguments = LaneFunctions.AsSpan<TDoubles, double>(ref x);
        var results = LaneFunctions.AsSpan<TDoubles, double>(ref values);
        for (var lane = 0; lane < results.Length; lane++)
        {
            if (!(Math.Abs(arguments[lane]) < LargeArguments.Least))
            {
                results[lane] = function(arguments[lane]);
            }
        }

        return values;
    }

    /// <summary>
    /// x less the nearest multiple of π/2. Less the multiple of the first 53 bits of π/2 it is exact, since both are multiples of 2⁻⁵³ and the
    /// difference is below 1; that of the next 53 is a sum of two numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles x, out TDoubles quadrant, out TDoubles r, out TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        quadrant = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(0.6366197723675814), TDoubles.Create(Shift));
        var k = TDoubles.Create(Shift) - quadrant;
        var first = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(1.5707963267948966), x);
        var part = TDoubles.Create(6.123233995736766e-17);
        var second = k * part;
        var secondLow = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-1.4973849048591833e-33), TDoubles.FusedMultiplyAdd(k, part, -second));
        r = first + second;
        var added = r - first;
        tail = first - (r - added) + (second - added) + secondLow;
    }
}
