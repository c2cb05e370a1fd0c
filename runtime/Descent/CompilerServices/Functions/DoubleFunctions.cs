using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>Functions of lanes of <see cref="double"/> in relaxed rules. What a lane gives does not depend on its neighbours.</summary>
[SkipLocalsInit]
internal static class DoubleFunctions
{
    private const MethodImplOptions Options = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;

    internal interface IUnary
    {
        static abstract TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>;
    }

    internal interface IBinary
    {
        static abstract TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TFunction, TLanes, T>(TLanes x)
        where TFunction : struct, IUnary
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count
            ? Unsafe.BitCast<Vector512<double>, TLanes>(Apply<TFunction>(Unsafe.BitCast<TLanes, Vector512<double>>(x)))
            : Unsafe.BitCast<Vector<double>, TLanes>(Apply<TFunction>(Unsafe.BitCast<TLanes, Vector<double>>(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, IBinary
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count
            ? Unsafe.BitCast<Vector512<double>, TLanes>(Apply<TFunction>(Unsafe.BitCast<TLanes, Vector512<double>>(x), Unsafe.BitCast<TLanes, Vector512<double>>(y)))
            : Unsafe.BitCast<Vector<double>, TLanes>(Apply<TFunction>(Unsafe.BitCast<TLanes, Vector<double>>(x), Unsafe.BitCast<TLanes, Vector<double>>(y)));

    [MethodImpl(Options)]
    private static Vector512<double> Apply<TFunction>(Vector512<double> x)
        where TFunction : struct, IUnary
        => TFunction.Of(new WideDoubles(x)).Values;

    [MethodImpl(Options)]
    private static Vector<double> Apply<TFunction>(Vector<double> x)
        where TFunction : struct, IUnary
        => TFunction.Of(new DefaultDoubles(x)).Values;

    [MethodImpl(Options)]
    private static Vector512<double> Apply<TFunction>(Vector512<double> x, Vector512<double> y)
        where TFunction : struct, IBinary
        => TFunction.Of(new WideDoubles(x), new WideDoubles(y)).Values;

    [MethodImpl(Options)]
    private static Vector<double> Apply<TFunction>(Vector<double> x, Vector<double> y)
        where TFunction : struct, IBinary
        => TFunction.Of(new DefaultDoubles(x), new DefaultDoubles(y)).Values;
}
