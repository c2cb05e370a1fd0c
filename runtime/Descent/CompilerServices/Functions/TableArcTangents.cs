using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick ways of the inverse tangents where a processor looks up eight of sixteen values at once: the angle of (x, y) is arctan c + arctan t with t = (y − c·x) / (x + c·y), where c is the
/// tangent in the middle of the half octave that y/x is in, 0 below 3/32 and 24 from 12 on; |t| is below 0.0996, and the minimax polynomial of arctan t / t has the relative error 2⁻⁴⁵·⁶.
/// </summary>
[SkipLocalsInit]
internal static class TableArcTangents
{
    /// <summary>In the first half octave. That a place of the tables is the last four bits of its number lies in this being 2⁻⁴.</summary>
    private const float First = 1f / 16;

    /// <summary>In the last half octave.</summary>
    private const float Last = 12;

    /// <summary>The bits behind those that number the half octaves.</summary>
    private const int BitsBehind = 22;

    /// <summary>The arcus tangent of numbers that are not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        var place = Avx512F.Min(Avx512F.Max(x, Vector512.Create((double)First)), Vector512.Create((double)Last)).AsInt64() >>> (BitsBehind + 29);
        return OfQuadrant(x, Vector512.Create(1.0), place);
    }

    /// <summary>The angles of points that are neither near an axis nor to 0 nor far away.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TFunction>(ref Vector512<float> y, ref readonly Vector512<float> x)
        where TFunction : struct, ITestedFunction
    {
        var (ordinate, abscissa) = (Vector512.Abs(y), Vector512.Abs(x));
        if (QuickFunctions.AreBetween(ordinate, ArcTangents.Least, 1 / ArcTangents.Least) && QuickFunctions.AreBetween(abscissa, ArcTangents.Least, 1 / ArcTangents.Least))
        {
            // An estimate will do: beside an edge the neighbour's c is as good.
            var quotient = Avx512F.Min(Avx512F.Max(ordinate * Avx512F.Reciprocal14(abscissa), Vector512.Create(First)), Vector512.Create(Last));
            var place = quotient.AsUInt32() >>> BitsBehind;
            var ((lowY, highY), (lowX, highX)) = (VectorRoom.Widen(in y), VectorRoom.Widen(in x));
            var first = OfPlane(lowY.Values, lowX.Values, Avx512F.ConvertToVector512Int64(place.GetLower()));
            var second = OfPlane(highY.Values, highX.Values, Avx512F.ConvertToVector512Int64(place.GetUpper()));
            if (DoubleRounding.AreClear(new WideDoubles(first), new WideDoubles(second)))
            {
                y = Vector512.CopySign(Vector512.Narrow(first, second), y);
                return;
            }
        }

        FloatFunctions.ApplyAndTest<TFunction>(ref y, in x);
    }

    /// <summary>The angles without their signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfPlane(Vector512<double> y, Vector512<double> x, Vector512<long> place)
    {
        var angle = OfQuadrant(Vector512.Abs(y), Vector512.Abs(x), place);
        return Vector512.ConditionalSelect(Vector512.IsNegative(x), Vector512.Create(double.Pi) - angle, angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OfQuadrant(Vector512<double> y, Vector512<double> x, Vector512<long> place)
    {
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
