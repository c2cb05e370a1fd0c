using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>Chance for the lanes of a vector: in one vector of <see cref="double"/>, or in two of which each number is rounded once to <see cref="float"/>.</summary>
[SkipLocalsInit]
internal static class LaneDraws
{
    private const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    internal interface IVariate
    {
        /// <summary>The numbers of weights in a row, for arithmetic in <see cref="double"/>.</summary>
        static abstract TDoubles OfDouble<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>;

        /// <summary>The same for arithmetic in <see cref="float"/>, twice as many and before they are rounded to it.</summary>
        static abstract void OfSingle<TDoubles>(in Draws draws, nuint index, out TDoubles lower, out TDoubles upper)
            where TDoubles : struct, IDoubles<TDoubles>;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Draw<TVariate, TLanes, T>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count)
        {
            return typeof(T) == typeof(float)
                ? Unsafe.BitCast<Vector512<float>, TLanes>(WideSingles<TVariate>(in draws, index))
                : Unsafe.BitCast<Vector512<double>, TLanes>(WideDoubles<TVariate>(in draws, index));
        }

        return typeof(T) == typeof(float)
            ? Unsafe.BitCast<Vector<float>, TLanes>(DefaultSingles<TVariate>(in draws, index))
            : Unsafe.BitCast<Vector<double>, TLanes>(DefaultDoubles<TVariate>(in draws, index));
    }

    /// <summary>The normal number of one weight.</summary>
    public static double First(in Draws draws, nuint index) => DefaultDoubles<NormalVariate>(in draws, index)[0];

    [MethodImpl(Options)]
    private static Vector512<double> WideDoubles<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        => TVariate.OfDouble<WideDoubles>(in draws, index).Values;

    [MethodImpl(Options)]
    private static Vector<double> DefaultDoubles<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        => TVariate.OfDouble<DefaultDoubles>(in draws, index).Values;

    [MethodImpl(Options)]
    private static Vector512<float> WideSingles<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
    {
        TVariate.OfSingle<WideDoubles>(in draws, index, out var lower, out var upper);
        return Vector512.Narrow(lower.Values, upper.Values);
    }

    [MethodImpl(Options)]
    private static Vector<float> DefaultSingles<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
    {
        TVariate.OfSingle<DefaultDoubles>(in draws, index, out var lower, out var upper);
        return Vector.Narrow(lower.Values, upper.Values);
    }

    /// <summary>Uniform numbers: of as many bits as their type has between ½ and 1.</summary>
    internal readonly struct UniformVariate : IVariate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles OfDouble<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            var (x0, x1, _, _) = draws.Words<TDoubles>(index);
            return Variates.Uniform(x0, x1);
        }

        [MethodImpl(Options)]
        public static void OfSingle<TDoubles>(in Draws draws, nuint index, out TDoubles lower, out TDoubles upper)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            draws.Words(index, out lower, out TDoubles _, out _, out _, out upper, out _, out _, out _);
            (lower, upper) = (Variates.Uniform(lower), Variates.Uniform(upper));
        }
    }

    /// <summary>
    /// Normal numbers: those of <see cref="float"/> are those of <see cref="double"/>, rounded. In methods of which each is small enough for the just-in-time compiler to draw all into it that it calls.
    /// </summary>
    internal readonly struct NormalVariate : IVariate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles OfDouble<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            Uniforms<TDoubles>(in draws, index, out var u, out var v);
            Radius(ref u);
            Cosine(ref v);
            return u * v;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void OfSingle<TDoubles>(in Draws draws, nuint index, out TDoubles lower, out TDoubles upper)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            Uniforms(in draws, index, out lower, out var v, out upper, out TDoubles w);
            Radius(ref lower);
            Radius(ref upper);
            Cosine(ref v);
            Cosine(ref w);
            (lower, upper) = (lower * v, upper * w);
        }

        [MethodImpl(Options)]
        private static void Uniforms<TDoubles>(in Draws draws, nuint index, out TDoubles u, out TDoubles v)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            var (x0, x1, x2, x3) = draws.Words<TDoubles>(index);
            (u, v) = (Variates.Remainder(x0, x1), Variates.Quadrants(x2, x3));
        }

        [MethodImpl(Options)]
        private static void Uniforms<TDoubles>(in Draws draws, nuint index, out TDoubles u, out TDoubles v, out TDoubles nextU, out TDoubles nextV)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            draws.Words(index, out TDoubles x0, out TDoubles x1, out TDoubles x2, out TDoubles x3, out TDoubles y0, out TDoubles y1, out TDoubles y2, out TDoubles y3);
            (u, v) = (Variates.Remainder(x0, x1), Variates.Quadrants(x2, x3));
            (nextU, nextV) = (Variates.Remainder(y0, y1), Variates.Quadrants(y2, y3));
        }

        [MethodImpl(Options)]
        private static void Radius<TDoubles>(ref TDoubles u)
            where TDoubles : struct, IDoubles<TDoubles> => u = Variates.Radius(u);

        [MethodImpl(Options)]
        private static void Cosine<TDoubles>(ref TDoubles v)
            where TDoubles : struct, IDoubles<TDoubles> => v = Variates.Cosine(v);
    }
}
