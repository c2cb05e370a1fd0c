using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>
/// The sum of one block in thirty-two columns, whose sums are added pairwise. There are so many columns that no addition waits for the one before it: four
/// accumulators of 512 bits or eight of 256, each of which the processor keeps in a register.
/// </summary>
internal static class ColumnSums
{
    /// <summary>How many columns there are.</summary>
    public const int Columns = 32;

    /// <summary>The sum of the terms.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="terms">The terms, at most a block of them.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum<T>(ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Sum<T, Terms>(terms);

    /// <summary>The sum of the squares of values, each of which is widened before it is squared.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The values, at most a block of them.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Sum<T, Squares>(values);

    /// <summary>The sum of the columns' sums, pairwise.</summary>
    /// <param name="columns">The columns' sums.</param>
    /// <param name="count">How many terms there are: of fewer than 16 the columns beyond count as 0, whatever is there.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Combine(ReadOnlySpan<double> columns, int count)
    {
        ref var first = ref MemoryMarshal.GetReference(columns);
        var (lower, upper) = (Vector512.LoadUnsafe(ref first), Vector512.LoadUnsafe(ref first, 8));
        if (count < 16)
        {
            // In registers: what was read where parts of it had just been written would wait for them.
            lower = First(lower, count);
            upper = First(upper, count - 8);
        }

        return Combine(lower, upper, Vector512.LoadUnsafe(ref first, 16), Vector512.LoadUnsafe(ref first, 24));
    }

    /// <summary>Adds the terms of one vector, the last of a block, to the sums of their columns.</summary>
    /// <param name="columns">The sums of all columns, none of which is −0, since they began with 0.</param>
    /// <param name="column">The column of the first term, a multiple of eight.</param>
    /// <param name="terms">Terms, and as many values behind them as make sixteen.</param>
    /// <param name="count">How many of these are terms, at most as many as a vector has.</param>
    public static void AddLast(Span<double> columns, int column, ReadOnlySpan<double> terms, int count)
    {
        for (var place = 0; place < count; place += Vector512<double>.Count)
        {
            var sums = columns.Slice(column + place, Vector512<double>.Count);
            (Vector512.Create<double>(sums) + First(Vector512.Create(terms[place..]), count - place)).CopyTo(sums);
        }
    }

    /// <summary>The first of some values, and 0 for the others.</summary>
    private static Vector512<double> First(Vector512<double> values, int count)
        => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble() & values;

    /// <summary>The sum of the columns' sums, pairwise.</summary>
    /// <param name="first">The first eight.</param>
    /// <param name="second">The next eight.</param>
    /// <param name="third">The next eight.</param>
    /// <param name="fourth">The last eight.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Combine(Vector512<double> first, Vector512<double> second, Vector512<double> third, Vector512<double> fourth)
    {
        var sum = (first + second) + (third + fourth);
        return Sum(sum.GetLower() + sum.GetUpper());
    }

    /// <summary>The sum of fewer terms than there are columns. Up to a multiple of eight there is room behind them, which becomes 0.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="terms">The first term.</param>
    /// <param name="count">How many there are, at least 1.</param>
    /// <returns>The sum.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumShort<T>(ref T terms, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = count; index % 8 != 0; index++)
        {
            Unsafe.Add(ref terms, index) = T.Zero;
        }

        // A column has one term at most, and one that has none is 0: no sum is −0.
        var (lower, upper) = Eight(ref terms, 0);
        if (count > 8)
        {
            var (b0, b1) = Eight(ref terms, 8);
            (lower, upper) = (lower + b0, upper + b1);
        }

        if (count > 16)
        {
            var (c0, c1) = Eight(ref terms, 16);
            if (count > 24)
            {
                var (d0, d1) = Eight(ref terms, 24);
                (c0, c1) = (c0 + d0, c1 + d1);
            }

            (lower, upper) = (lower + c0, upper + c1);
        }

        return Sum(lower + upper);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static (Vector256<double> Lower, Vector256<double> Upper) Eight(ref T terms, nuint index)
            => (Vector256<double>.Zero + Widen256(ref terms, index), Vector256<double>.Zero + Widen256(ref terms, index + 4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum<T, TKind>(ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ITermKind
        => terms.Length % Columns == 0 ? AddRows<T, TKind>(ref MemoryMarshal.GetReference(terms), terms.Length, ref Unsafe.NullRef<T>()) : SumPadded<T, TKind>(terms);

    [SkipLocalsInit]
    private static double SumPadded<T, TKind>(ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ITermKind
    {
        var rest = terms.Length % Columns;
        Span<T> padded = stackalloc T[Columns];
        padded.Clear();
        terms[^rest..].CopyTo(padded);
        return AddRows<T, TKind>(ref MemoryMarshal.GetReference(terms), terms.Length - rest, ref padded[0]);
    }

    /// <summary>Adds whole rows of columns, and one more if there is any.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double AddRows<T, TKind>(ref T terms, int count, ref T last)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ITermKind
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> a = default, b = default, c = default, d = default;
            for (nuint index = 0; index < (nuint)count; index += Columns)
            {
                var (x0, x1) = Widen512(ref terms, index);
                a = TKind.Add<T>(a, x0);
                b = TKind.Add<T>(b, x1);
                var (x2, x3) = Widen512(ref terms, index + 16);
                c = TKind.Add<T>(c, x2);
                d = TKind.Add<T>(d, x3);
            }

            if (!Unsafe.IsNullRef(ref last))
            {
                var (x0, x1) = Widen512(ref last, 0);
                a = TKind.Add<T>(a, x0);
                b = TKind.Add<T>(b, x1);
                var (x2, x3) = Widen512(ref last, 16);
                c = TKind.Add<T>(c, x2);
                d = TKind.Add<T>(d, x3);
            }

            return Combine(a, b, c, d);
        }

        // The lower and the upper half of each.
        Vector256<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nuint index = 0; index < (nuint)count; index += Columns)
        {
            a0 = TKind.Add<T>(a0, Widen256(ref terms, index));
            a1 = TKind.Add<T>(a1, Widen256(ref terms, index + 4));
            b0 = TKind.Add<T>(b0, Widen256(ref terms, index + 8));
            b1 = TKind.Add<T>(b1, Widen256(ref terms, index + 12));
            c0 = TKind.Add<T>(c0, Widen256(ref terms, index + 16));
            c1 = TKind.Add<T>(c1, Widen256(ref terms, index + 20));
            d0 = TKind.Add<T>(d0, Widen256(ref terms, index + 24));
            d1 = TKind.Add<T>(d1, Widen256(ref terms, index + 28));
        }

        if (!Unsafe.IsNullRef(ref last))
        {
            a0 = TKind.Add<T>(a0, Widen256(ref last, 0));
            a1 = TKind.Add<T>(a1, Widen256(ref last, 4));
            b0 = TKind.Add<T>(b0, Widen256(ref last, 8));
            b1 = TKind.Add<T>(b1, Widen256(ref last, 12));
            c0 = TKind.Add<T>(c0, Widen256(ref last, 16));
            c1 = TKind.Add<T>(c1, Widen256(ref last, 20));
            d0 = TKind.Add<T>(d0, Widen256(ref last, 24));
            d1 = TKind.Add<T>(d1, Widen256(ref last, 28));
        }

        return Sum(((a0 + b0) + (c0 + d0)) + ((a1 + b1) + (c1 + d1)));
    }

    private static double Sum(Vector256<double> half) => (half[0] + half[1]) + (half[2] + half[3]);

    /// <summary>Sixteen terms in <see cref="double"/>. Each half is widened as it is read, which takes fewer instructions than to take apart what was read as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<double> Lower, Vector512<double> Upper) Widen512<T>(ref T terms, nuint index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            return (Vector512.LoadUnsafe(ref terms, index).AsDouble(), Vector512.LoadUnsafe(ref terms, index + 8).AsDouble());
        }

        return (Widen512(ref Unsafe.As<T, float>(ref Unsafe.Add(ref terms, index))), Widen512(ref Unsafe.As<T, float>(ref Unsafe.Add(ref terms, index + 8))));
    }

    /// <summary>Eight terms in <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Widen512(ref float terms)
    {
        var singles = Vector256.LoadUnsafe(ref terms);
        return Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Double(singles)
            : Vector512.Create(Vector256.WidenLower(singles), Vector256.WidenUpper(singles));
    }

    /// <summary>Four terms in <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen256<T>(ref T terms, nuint index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            return Vector256.LoadUnsafe(ref terms, index).AsDouble();
        }

        var singles = Vector128.LoadUnsafe(ref terms, index).AsSingle();
        return Avx.IsSupported ? Avx.ConvertToVector256Double(singles)
            : Vector256.Create(Vector128.WidenLower(singles), Vector128.WidenUpper(singles));
    }

    /// <summary>What is added of a value.</summary>
    private interface ITermKind
    {
        static abstract Vector512<double> Add<T>(Vector512<double> sum, Vector512<double> value);

        static abstract Vector256<double> Add<T>(Vector256<double> sum, Vector256<double> value);
    }

    private readonly struct Terms : ITermKind
    {
        public static Vector512<double> Add<T>(Vector512<double> sum, Vector512<double> value) => sum + value;

        public static Vector256<double> Add<T>(Vector256<double> sum, Vector256<double> value) => sum + value;
    }

    /// <summary>The square of a widened <see cref="float"/> is exact, so that it is the same sum whether the square is rounded before it is added or not.</summary>
    private readonly struct Squares : ITermKind
    {
        public static Vector512<double> Add<T>(Vector512<double> sum, Vector512<double> value)
            => typeof(T) == typeof(float) ? Vector512.MultiplyAddEstimate(value, value, sum) : sum + (value * value);

        public static Vector256<double> Add<T>(Vector256<double> sum, Vector256<double> value)
            => typeof(T) == typeof(float) ? Vector256.MultiplyAddEstimate(value, value, sum) : sum + (value * value);
    }
}
