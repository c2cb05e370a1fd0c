using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Functions evaluated lane by lane: each value is widened to <see cref="double"/>, given to the function and rounded back, so the
/// result does not depend on the lane or its neighbours.
/// </summary>
internal static class LaneFunctions
{
    /// <summary>The bits of 2⁻⁷⁰⁰, where what is tiny ends.</summary>
    internal const ulong TinyBits = (1023UL - 700) << 52;

    /// <summary>The bits of infinity.</summary>
    internal const ulong InfinityBits = 2047UL << 52;

    internal interface IUnary
    {
        static abstract double Of(double x);
    }

    internal interface IBinary
    {
        static abstract double Of(double x, double y);
    }

    /// <summary>The lanes of a vector, in memory.</summary>
    internal static Span<T> AsSpan<TLanes, T>(ref TLanes lanes)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref lanes), TLanes.Count);

    internal static TLanes Apply<TFunction, TLanes, T>(TLanes x)
        where TFunction : struct, IUnary
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in AsSpan<TLanes, T>(ref x))
        {
            value = T.CreateTruncating(TFunction.Of(double.CreateTruncating(value)));
        }

        return x;
    }

    internal static TLanes Apply<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, IBinary
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = AsSpan<TLanes, T>(ref x);
        var others = AsSpan<TLanes, T>(ref y);
        for (var lane = 0; lane < values.Length; lane++)
        {
            values[lane] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(values[lane]), double.CreateTruncating(others[lane])));
        }

        return x;
    }
}
