using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>The functions of <see cref="double"/> of relaxed rules, as types.</summary>
internal static class VectorFunctions
{
    internal readonly struct Exp : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorExponentials.Exponential(x);
    }

    internal readonly struct Log : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorLogarithms.Natural(x);
    }

    internal readonly struct Log2 : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorLogarithms.Binary(x);
    }

    internal readonly struct Log10 : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorLogarithms.Decimal(x);
    }

    internal readonly struct Sin : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorTrigonometry.Sine(x);
    }

    internal readonly struct Cos : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorTrigonometry.Cosine(x);
    }

    internal readonly struct Tan : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorTrigonometry.Tangent(x);
    }

    internal readonly struct Asin : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorArcs.OfSine(x);
    }

    internal readonly struct Acos : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => ArcSines.RawCosine(x);
    }

    internal readonly struct Atan : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorArcs.OfTangent(x);
    }

    internal readonly struct Sinh : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorExponentials.Sine(x);
    }

    internal readonly struct Cosh : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorExponentials.Cosine(x);
    }

    internal readonly struct Tanh : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorExponentials.Tangent(x);
    }

    internal readonly struct Cbrt : DoubleFunctions.IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorArcs.CubeRootOf(x);
    }

    internal readonly struct Pow : DoubleFunctions.IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorPowers.Of(x, y);
    }

    internal readonly struct Atan2 : DoubleFunctions.IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles y, TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => VectorArcs.Angle(y, x);
    }
}
