using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

// The functions that processors do not have. In float each lane is the correctly rounded value, in double that of System.Math.
public partial interface ILanes<TLanes, T>
{
    /// <summary><see cref="Math.Exp(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Exp(TLanes x) => LaneFunctions.Apply<MathFunctions.Exp, TLanes, T>(x);

    /// <summary><see cref="Math.Log(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log(TLanes x) => LaneFunctions.Logarithm<MathFunctions.Log, TLanes, T>(x);

    /// <summary><see cref="Math.Log2(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log2(TLanes x) => LaneFunctions.Logarithm<MathFunctions.Log2, TLanes, T>(x);

    /// <summary><see cref="Math.Log10(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    static virtual TLanes Log10(TLanes x) => LaneFunctions.Logarithm<MathFunctions.Log10, TLanes, T>(x);

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
    static virtual TLanes Cbrt(TLanes x) => LaneFunctions.Apply<MathFunctions.Cbrt, TLanes, T>(x);

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
