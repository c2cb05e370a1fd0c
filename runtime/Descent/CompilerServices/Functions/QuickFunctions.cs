using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick ways of <see cref="FloatFunctions"/>: fewer terms, and no thought for what is not an ordinary number. Where a lane is none, or its value so near to the
/// middle between two numbers of <see cref="float"/> that the terms left out could matter, the vector goes the other way.
/// </summary>
[SkipLocalsInit]
internal static class QuickFunctions
{
    private const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>Below this a quotient of numbers of <see cref="float"/> is wrong by less than ½.</summary>
    private const float LongQuotient = 1 << 23;

    [MethodImpl(Options)]
    public static void Apply<TFunction>(ref Vector512<float> x)
        where TFunction : struct, IQuickFunction
    {
        if (TFunction.TakesAll<WideDoubles>() || AreOrdinary<TFunction>(x))
        {
            var (low, high) = VectorRoom.Widen(in x);
            var (first, second) = (TFunction.Quickly(low), TFunction.Quickly(high));
            if (DoubleRounding.AreClear(first, second, TFunction.Margin<WideDoubles>()))
            {
                x = Vector512.Narrow(first.Values, second.Values);
                return;
            }
        }

        FloatFunctions.Apply<TFunction>(ref x);
    }

    [MethodImpl(Options)]
    public static Vector<float> Apply<TFunction>(Vector<float> x)
        where TFunction : struct, IQuickFunction
    {
        if (AreOrdinary<TFunction>(x))
        {
            Vector.Widen(x, out var low, out var high);
            var (first, second) = (TFunction.Quickly(new DefaultDoubles(low)), TFunction.Quickly(new DefaultDoubles(high)));
            if (DoubleRounding.AreClear(first, second))
            {
                return Vector.Narrow(first.Values, second.Values);
            }
        }

        return FloatFunctions.Apply<TFunction>(x);
    }

    /// <summary>Whether all lanes are ordinary numbers of a function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreOrdinary<TFunction>(Vector512<float> x)
        where TFunction : struct, IQuickFunction
        => AreBetween(TFunction.HasSigns ? Vector512.Abs(x) : x, TFunction.Least, TFunction.End);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreOrdinary<TFunction>(Vector<float> x)
        where TFunction : struct, IQuickFunction
        => AreBetween(TFunction.HasSigns ? Vector.Abs(x) : x, TFunction.Least, TFunction.End);

    /// <summary>Whether all lanes are at least one number and less than another, both without a sign: one comparison of bits as integers, counted from the lesser.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreBetween(Vector512<float> x, float least, float end)
    {
        var first = BitConverter.SingleToUInt32Bits(least);
        return Vector512.LessThanAll(x.AsUInt32() - Vector512.Create(first), Vector512.Create(BitConverter.SingleToUInt32Bits(end) - first));
    }

    /// <inheritdoc cref="AreBetween(Vector512{float}, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreBetween(Vector<float> x, float least, float end)
    {
        var first = BitConverter.SingleToUInt32Bits(least);
        return Vector.LessThanAll(x.As<float, uint>() - Vector.Create(first), Vector.Create(BitConverter.SingleToUInt32Bits(end) - first));
    }

    [MethodImpl(Options)]
    public static void Apply<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, ITestedFunction
        => Test<TFunction>(ref x, in y);

    [MethodImpl(Options)]
    public static Vector<float> Apply<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, ITestedFunction
        => Test<TFunction>(x, y);

    [MethodImpl(Options)]
    public static void Power<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, ITestedFunction
    {
        if (Roots.AreExponents(y) && Roots.TryQuickly(x, y.ToScalar(), out var root))
        {
            x = root;
            return;
        }

        Test<TFunction>(ref x, in y);
    }

    [MethodImpl(Options)]
    public static Vector<float> Power<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, ITestedFunction
        => Roots.AreExponents(y) && Roots.TryQuickly(x, y.ToScalar(), out var root) ? root : Test<TFunction>(x, y);

    /// <summary>
    /// The remainder by a quotient in <see cref="float"/>. Its whole part is right or, where the quotient was rounded up to an integer, one too large; what is left is
    /// a number of <see cref="float"/> either way, and so exact.
    /// </summary>
    [MethodImpl(Options)]
    public static void Remainder<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, IBinaryFunction
    {
        var (dividend, divisor) = (Vector512.Abs(x), Vector512.Abs(y));
        var quotient = Vector512.Truncate(dividend / divisor);
        var rest = Vector512.FusedMultiplyAdd(-quotient, divisor, dividend);
        rest = Vector512.ConditionalSelect(Vector512.LessThan(rest, Vector512<float>.Zero), rest + divisor, rest);
        if (Vector512.LessThanAll(quotient, Vector512.Create(LongQuotient)) && Vector512.LessThanAll(rest, divisor))
        {
            x = Vector512.CopySign(rest, x);
            return;
        }

        FloatFunctions.Apply<TFunction>(ref x, in y);
    }

    [MethodImpl(Options)]
    public static Vector<float> Remainder<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, IBinaryFunction
    {
        var (dividend, divisor) = (Vector.Abs(x), Vector.Abs(y));
        var quotient = Vector.Truncate(dividend / divisor);
        var rest = Vector.FusedMultiplyAdd(-quotient, divisor, dividend);
        rest = Vector.ConditionalSelect(Vector.LessThan(rest, Vector<float>.Zero), rest + divisor, rest);
        return Vector.LessThanAll(quotient, Vector.Create(LongQuotient)) && Vector.LessThanAll(rest, divisor)
            ? Vector.CopySign(rest, x)
            : FloatFunctions.Apply<TFunction>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Test<TFunction>(ref Vector512<float> x, ref readonly Vector512<float> y)
        where TFunction : struct, ITestedFunction
    {
        var ((lowX, highX), (lowY, highY)) = (VectorRoom.Widen(in x), VectorRoom.Widen(in y));
        if (TFunction.TryQuickly(lowX, lowY, out var first)
            && TFunction.TryQuickly(highX, highY, out var second)
            && DoubleRounding.AreClear(first, second))
        {
            x = Vector512.Narrow(first.Values, second.Values);
            return;
        }

        FloatFunctions.ApplyAndTest<TFunction>(ref x, in y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Test<TFunction>(Vector<float> x, Vector<float> y)
        where TFunction : struct, ITestedFunction
    {
        Vector.Widen(x, out var lowX, out var highX);
        Vector.Widen(y, out var lowY, out var highY);
        return TFunction.TryQuickly(new DefaultDoubles(lowX), new DefaultDoubles(lowY), out var first)
            && TFunction.TryQuickly(new DefaultDoubles(highX), new DefaultDoubles(highY), out var second)
            && DoubleRounding.AreClear(first, second)
            ? Vector.Narrow(first.Values, second.Values)
            : FloatFunctions.ApplyAndTest<TFunction>(x, y);
    }
}
