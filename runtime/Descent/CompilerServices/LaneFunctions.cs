using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Functions evaluated lane by lane: each value is widened to <see cref="double"/>, given to <see cref="Math"/> and rounded back, so the
/// result does not depend on the lane or its neighbours.
/// </summary>
internal static class LaneFunctions
{
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

    internal readonly struct Exp : IUnary
    {
        public static double Of(double x) => Math.Exp(x);
    }

    internal readonly struct Log : IUnary
    {
        public static double Of(double x) => Math.Log(x);
    }

    internal readonly struct Log2 : IUnary
    {
        public static double Of(double x) => Math.Log2(x);
    }

    internal readonly struct Log10 : IUnary
    {
        public static double Of(double x) => Math.Log10(x);
    }

    internal readonly struct Sin : IUnary
    {
        public static double Of(double x) => Math.Sin(x);
    }

    internal readonly struct Cos : IUnary
    {
        public static double Of(double x) => Math.Cos(x);
    }

    internal readonly struct Tan : IUnary
    {
        public static double Of(double x) => Math.Tan(x);
    }

    internal readonly struct Asin : IUnary
    {
        public static double Of(double x) => Math.Asin(x);
    }

    internal readonly struct Acos : IUnary
    {
        public static double Of(double x) => Math.Acos(x);
    }

    internal readonly struct Atan : IUnary
    {
        public static double Of(double x) => Math.Atan(x);
    }

    internal readonly struct Sinh : IUnary
    {
        public static double Of(double x) => Math.Sinh(x);
    }

    internal readonly struct Cosh : IUnary
    {
        public static double Of(double x) => Math.Cosh(x);
    }

    internal readonly struct Tanh : IUnary
    {
        public static double Of(double x) => Math.Tanh(x);
    }

    internal readonly struct Cbrt : IUnary
    {
        public static double Of(double x) => Math.Cbrt(x);
    }

    internal readonly struct Pow : IBinary
    {
        public static double Of(double x, double y) => Math.Pow(x, y);
    }

    internal readonly struct Atan2 : IBinary
    {
        public static double Of(double x, double y) => Math.Atan2(x, y);
    }

    internal readonly struct Remainder : IBinary
    {
        public static double Of(double x, double y) => x % y;
    }
}
