using System.Runtime.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

// The functions that processors do not have. In float each lane is the correctly rounded value, in double that of System.Math.
public partial interface ILanes<TLanes, T>
{
    /// <summary><see cref="Math.Exp(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Exp(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Exp, TLanes, T>(x);

    /// <summary><see cref="Math.Log(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Log, TLanes, T>(x);

    /// <summary><see cref="Math.Log2(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log2(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Log2, TLanes, T>(x);

    /// <summary><see cref="Math.Log10(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log10(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Log10, TLanes, T>(x);

    /// <summary><see cref="Math.Sin(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Sin(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Sin, TLanes, T>(x);

    /// <summary><see cref="Math.Cos(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Cos(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Cos, TLanes, T>(x);

    /// <summary><see cref="Math.Tan(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Tan(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Tan, TLanes, T>(x);

    /// <summary><see cref="Math.Asin(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Asin(TLanes x) => LaneFunctions.Apply<MathFunctions.Asin, TLanes, T>(x);

    /// <summary><see cref="Math.Acos(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Acos(TLanes x) => LaneFunctions.Apply<MathFunctions.Acos, TLanes, T>(x);

    /// <summary><see cref="Math.Atan(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Atan(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Atan, TLanes, T>(x);

    /// <summary><see cref="Math.Sinh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Sinh(TLanes x) => LaneFunctions.Apply<MathFunctions.Sinh, TLanes, T>(x);

    /// <summary><see cref="Math.Cosh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Cosh(TLanes x) => LaneFunctions.Apply<MathFunctions.Cosh, TLanes, T>(x);

    /// <summary><see cref="Math.Tanh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Tanh(TLanes x) => LaneFunctions.Apply<MathFunctions.Tanh, TLanes, T>(x);

    /// <summary><see cref="Math.Cbrt(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Cbrt(TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Cbrt, TLanes, T>(x);

    /// <summary><see cref="Math.Pow(double, double)"/> of each pair of lanes.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Pow(TLanes x, TLanes y) => LaneFunctions.Power<MathFunctions.Pow, TLanes, T>(x, y);

    /// <summary><see cref="Math.Atan2(double, double)"/> of each pair of lanes.</summary>
    /// <param name="y">The ordinates.</param>
    /// <param name="x">The abscissas.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Atan2(TLanes y, TLanes x) => LaneFunctions.ApplyQuickly<MathFunctions.Atan2, TLanes, T>(y, x);

    /// <summary><see cref="double.Hypot(double, double)"/> of each pair of lanes: the root of the sum of their squares, without overflow on the way.</summary>
    /// <param name="x">The one leg.</param>
    /// <param name="y">The other.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Hypot(TLanes x, TLanes y) => LaneFunctions.Apply<MathFunctions.Hypot, TLanes, T>(x, y);

    /// <summary>The C# remainder of each pair of lanes, of the sign of the dividend.</summary>
    /// <param name="x">The dividends.</param>
    /// <param name="y">The divisors.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Remainder(TLanes x, TLanes y) => LaneFunctions.Remainder<MathFunctions.Remainder, TLanes, T>(x, y);
}

/// <summary>What functions are made of: in <see cref="double"/> C#'s own, in <see cref="float"/> our arithmetic.</summary>
internal static class MathFunctions
{
    internal readonly struct Exp : IQuickFunction
    {
        public static float End => 87;

        public static double Of(double x) => Math.Exp(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Exponentials.Exponential(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableExponentials.Of(x) : Exponentials.Quick(x);
    }

    internal readonly struct Log : ILogarithm
    {
        public static double Of(double x) => Math.Log(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Logarithms.Natural(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableLogarithms.Of(x, 1) : Logarithms.Quick(x, 0.6931471805599453);
    }

    internal readonly struct Log2 : ILogarithm
    {
        public static double Of(double x) => Math.Log2(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Logarithms.Binary(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableLogarithms.Of(x, 1.4426950408889634) : Logarithms.QuickBinary(x);
    }

    internal readonly struct Log10 : ILogarithm
    {
        public static double Of(double x) => Math.Log10(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Logarithms.Decimal(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableLogarithms.Of(x, 0.4342944819032518) : Logarithms.Quick(x, 0.3010299956639812);
    }

    internal readonly struct Sin : IQuickFunction
    {
        public static float End => LargeArguments.Least;

        public static double Of(double x) => Math.Sin(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.Sine(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.QuickSine(x);
    }

    internal readonly struct Cos : IQuickFunction
    {
        public static float End => LargeArguments.Least;

        public static double Of(double x) => Math.Cos(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.Cosine(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.QuickCosine(x);
    }

    internal readonly struct Tan : IQuickFunction
    {
        public static float End => LargeArguments.Least;

        public static double Of(double x) => Math.Tan(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.Tangent(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Trigonometry.QuickTangent(x);
    }

    internal readonly struct Asin : IUnaryFunction
    {
        public static double Of(double x) => Math.Asin(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => ArcSines.OfSine(x);
    }

    internal readonly struct Acos : IUnaryFunction
    {
        public static double Of(double x) => Math.Acos(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => ArcSines.OfCosine(x);
    }

    internal readonly struct Atan : IQuickFunction
    {
        public static float Least => ArcTangents.Least;

        public static float End => 1 / ArcTangents.Least;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TakesAll<TDoubles>() => Tables.Serve<TDoubles>();

        public static double Of(double x) => Math.Atan(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => ArcTangents.Of(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableArcTangents.Of(x) : ArcTangents.Quick(x);
    }

    internal readonly struct Sinh : IUnaryFunction
    {
        public static double Of(double x) => Math.Sinh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Exponentials.Sine(x);
    }

    internal readonly struct Cosh : IUnaryFunction
    {
        public static double Of(double x) => Math.Cosh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Exponentials.Cosine(x);
    }

    internal readonly struct Tanh : IUnaryFunction
    {
        public static double Of(double x) => Math.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => Exponentials.Tangent(x);
    }

    internal readonly struct Cbrt : IQuickFunction
    {
        public static float End => float.PositiveInfinity;

        public static double Of(double x) => Math.Cbrt(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => CubeRoot.Of(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Quickly<TDoubles>(TDoubles x)
            where TDoubles : struct, IDoubles<TDoubles>
            => CubeRoot.Quick(x);
    }

    internal readonly struct Pow : ITestedFunction
    {
        public static double Margin => 1.0 / (1L << 48);

        public static double Of(double x, double y) => Math.Pow(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => Powers.Of(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryQuickly<TDoubles>(TDoubles x, TDoubles y, out TDoubles value)
            where TDoubles : struct, IDoubles<TDoubles>
            => Powers.TryQuickly(x, y, out value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Precisely<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => SecondWay.Power(x, y);
    }

    internal readonly struct Atan2 : ITestedFunction
    {
        public static double Margin => 1.0 / (1L << 49);

        public static double Of(double x, double y) => Math.Atan2(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => ArcTangents.Of(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryQuickly<TDoubles>(TDoubles x, TDoubles y, out TDoubles value)
            where TDoubles : struct, IDoubles<TDoubles>
            => Tables.Serve<TDoubles>() ? TableArcTangents.TryOf(x, y, out value) : ArcTangents.TryQuickly(x, y, out value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Precisely<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => SecondWay.Angle(x, y);
    }

    internal readonly struct Hypot : IBinaryFunction
    {
        public static double Of(double x, double y) => double.Hypot(x, y);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => Hypotenuse.Of(x, y);
    }

    internal readonly struct Remainder : IBinaryFunction
    {
        public static double Of(double x, double y) => x % y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
            where TDoubles : struct, IDoubles<TDoubles>
            => Remainders.Of(x, y);
    }
}
