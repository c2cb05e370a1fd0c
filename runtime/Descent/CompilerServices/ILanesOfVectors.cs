using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

// Functions of relaxed rules. In double they are ours, within two and a half last places, each lane by itself. In float five are those of
// System.Numerics.Vector, where a lane may round otherwise beside other lanes; the others are correctly rounded.
public partial interface ILanes<TLanes, T>
{
    /// <summary>The quotient of each pair of lanes, within one last place. For relaxed rules.</summary>
    /// <param name="x">The dividends.</param>
    /// <param name="y">The divisors.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorDivide(TLanes x, TLanes y) => LaneFunctions.Quotient<TLanes, T>(x, y);

    /// <summary>The exponential of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorExp(TLanes x);

    /// <summary>The natural logarithm of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorLog(TLanes x);

    /// <summary>The logarithm to base 2 of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorLog2(TLanes x);

    /// <summary>The logarithm to base 10 of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorLog10(TLanes x) => typeof(T) == typeof(float) ? TLanes.Log10(x) : DoubleFunctions.Apply<VectorFunctions.Log10, TLanes, T>(x);

    /// <summary>The sine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorSin(TLanes x);

    /// <summary>The cosine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static abstract TLanes VectorCos(TLanes x);

    /// <summary>The tangent of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorTan(TLanes x) => typeof(T) == typeof(float) ? TLanes.Tan(x) : DoubleFunctions.Apply<VectorFunctions.Tan, TLanes, T>(x);

    /// <summary>The arcus sine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorAsin(TLanes x) => typeof(T) == typeof(float) ? TLanes.Asin(x) : DoubleFunctions.Apply<VectorFunctions.Asin, TLanes, T>(x);

    /// <summary>The arcus cosine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorAcos(TLanes x) => typeof(T) == typeof(float) ? TLanes.Acos(x) : DoubleFunctions.Apply<VectorFunctions.Acos, TLanes, T>(x);

    /// <summary>The arcus tangent of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorAtan(TLanes x) => typeof(T) == typeof(float) ? TLanes.Atan(x) : DoubleFunctions.Apply<VectorFunctions.Atan, TLanes, T>(x);

    /// <summary>The hyperbolic sine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorSinh(TLanes x) => typeof(T) == typeof(float) ? TLanes.Sinh(x) : DoubleFunctions.Apply<VectorFunctions.Sinh, TLanes, T>(x);

    /// <summary>The hyperbolic cosine of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorCosh(TLanes x) => typeof(T) == typeof(float) ? TLanes.Cosh(x) : DoubleFunctions.Apply<VectorFunctions.Cosh, TLanes, T>(x);

    /// <summary>The hyperbolic tangent of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorTanh(TLanes x) => typeof(T) == typeof(float) ? TLanes.Tanh(x) : DoubleFunctions.Apply<VectorFunctions.Tanh, TLanes, T>(x);

    /// <summary>The cube root of each lane. For relaxed rules.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorCbrt(TLanes x) => typeof(T) == typeof(float) ? TLanes.Cbrt(x) : DoubleFunctions.Apply<VectorFunctions.Cbrt, TLanes, T>(x);

    /// <summary>The power of each pair of lanes. For relaxed rules.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorPow(TLanes x, TLanes y) => typeof(T) == typeof(float) ? TLanes.Pow(x, y) : DoubleFunctions.Apply<VectorFunctions.Pow, TLanes, T>(x, y);

    /// <summary>The angle of the point of each pair of lanes. For relaxed rules.</summary>
    /// <param name="y">The ordinates.</param>
    /// <param name="x">The abscissas.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes VectorAtan2(TLanes y, TLanes x) => typeof(T) == typeof(float) ? TLanes.Atan2(y, x) : DoubleFunctions.Apply<VectorFunctions.Atan2, TLanes, T>(y, x);
}
