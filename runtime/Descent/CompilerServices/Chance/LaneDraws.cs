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

        /// <summary>The same for arithmetic in <see cref="float"/>, before they are rounded to it.</summary>
        static abstract TDoubles OfSingle<TDoubles>(in Draws draws, nuint index)
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
        => Vector512.Narrow(WideHalf<TVariate>(in draws, index), WideHalf<TVariate>(in draws, index + (nuint)Vector512<double>.Count));

    [MethodImpl(Options)]
    private static Vector<float> DefaultSingles<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        => Vector.Narrow(DefaultHalf<TVariate>(in draws, index), DefaultHalf<TVariate>(in draws, index + (nuint)Vector<double>.Count));

    /// <summary>A method of its own: two copies of these in one are more than the just-in-time compiler inlines.</summary>
    [MethodImpl(Options)]
    private static Vector512<double> WideHalf<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        => TVariate.OfSingle<WideDoubles>(in draws, index).Values;

    [MethodImpl(Options)]
    private static Vector<double> DefaultHalf<TVariate>(in Draws draws, nuint index)
        where TVariate : struct, IVariate
        => TVariate.OfSingle<DefaultDoubles>(in draws, index).Values;

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

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles OfSingle<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            var (x0, _, _, _) = draws.Words<TDoubles>(index);
            return Variates.Uniform(x0);
        }
    }

    /// <summary>Normal numbers: those of <see cref="float"/> are those of <see cref="double"/>, rounded.</summary>
    internal readonly struct NormalVariate : IVariate
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles OfDouble<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>
        {
            var (x0, x1, x2, x3) = draws.Words<TDoubles>(index);
            return Variates.Normal(x0, x1, x2, x3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles OfSingle<TDoubles>(in Draws draws, nuint index)
            where TDoubles : struct, IDoubles<TDoubles>
            => OfDouble<TDoubles>(in draws, index);
    }
}
