using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick ways of the inverse tangents where a processor looks up eight of sixteen values at once: the angle of (x, y) is arctan c + arctan t with t = (y − c·x) / (x + c·y), where c is the
/// tangent in the middle of the half octave that y/x is in, 0 below 3/32 and 24 from 12 on; |t| is below 0.0996, and the minimax polynomial of arctan t / t has the relative error 2⁻⁴⁵·⁶.
/// </summary>
internal static class TableArcTangents
{
    /// <summary>In the first half octave. That a place of the tables is the last four bits of its number lies in this being 2⁻⁴.</summary>
    private const double First = 1.0 / 16;

    /// <summary>In the last half octave.</summary>
    private const double Last = 12;

    /// <summary>The bits behind those that number the half octaves.</summary>
    private const int BitsBehind = 51;

    /// <summary>The arcus tangent, of what is infinite or no number, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles lanes)
        where TDoubles : struct
    {
        var x = Tables.ToVector(lanes);

        // The second is what is left of a pair with what is not a number; infinity has the angle of the largest number.
        var magnitude = Avx512F.Min(Vector512.Create((double)float.MaxValue), Vector512.Abs(x));
        return Tables.FromVector<TDoubles>(Vector512.CopySign(OfQuadrant(magnitude, Vector512.Create(1.0), magnitude), x));
    }

    /// <summary>The angle of a point that is neither near an axis nor to 0 nor far away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryOf<TDoubles>(TDoubles yLanes, TDoubles xLanes, out TDoubles angle)
        where TDoubles : struct
    {
        var (y, x) = (Tables.ToVector(yLanes), Tables.ToVector(xLanes));
        var (ordinate, abscissa) = (Vector512.Abs(y), Vector512.Abs(x));

        // An estimate of the quotient will do: beside an edge the neighbour's c is as good.
        var ofQuadrant = OfQuadrant(ordinate, abscissa, ordinate * Avx512F.Reciprocal14(abscissa));
        angle = Tables.FromVector<TDoubles>(Vector512.CopySign(Vector512.ConditionalSelect(Vector512.IsNegative(x), Vector512.Create(double.Pi) - ofQuadrant, ofQuadrant), y));

        // The second is what is left of a pair with what is not a number: either one is in one of these.
        var (least, most) = (Avx512F.Min(ordinate, abscissa), Avx512F.Max(abscissa, ordinate));
        return Vector512.LessThanAll(Vector512.Create((double)ArcTangents.Least), least) && Vector512.LessThanAll(most, Vector512.Create(1.0 / ArcTangents.Least));
    }

    /// <param name="y">The ordinate, not negative.</param>
    /// <param name="x">The abscissa, likewise.</param>
    /// <param name="quotient">About y/x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfQuadrant(Vector512<double> y, Vector512<double> x, Vector512<double> quotient)
    {
        var place = Avx512F.Min(Avx512F.Max(quotient, Vector512.Create(First)), Vector512.Create(Last)).AsInt64() >>> BitsBehind;
        var c = Avx512F.PermuteVar8x64x2(
            Vector512.Create(2.4375, 3.4375, 4.75, 6.875, 9.5, 24, 0, 0.109375),
            place,
            Vector512.Create(0.15625, 0.21875, 0.3125, 0.4375, 0.625, 0.875, 1.21875, 1.71875));
        var angle = Avx512F.PermuteVar8x64x2(
            Vector512.Create(1.1814796049617557, 1.287700541495401, 1.3633001003596938, 1.4263547484202526, 1.4659193880646628, 1.5291537476963082, 0, 0.10894195698986579),
            place,
            Vector512.Create(0.15499674192394097, 0.21535769969773805, 0.3028848683749714, 0.4124104415973873, 0.5585993153435624, 0.7188299996216245, 0.8836721166534575, 1.043853099605467));
        var t = Vector512.FusedMultiplyAdd(-c, x, y) / Vector512.FusedMultiplyAdd(c, y, x);
        var z = t * t;
        var series = Vector512.FusedMultiplyAdd(z * z, Polynomial.Of(z, -0.14283926155496843, 0.1089492890318492), Polynomial.Of(z, -0.3333333332739528, 0.19999994157944184));
        return Vector512.FusedMultiplyAdd(t, Vector512.FusedMultiplyAdd(z, series, Vector512.Create(1.0)), angle);
    }
}
