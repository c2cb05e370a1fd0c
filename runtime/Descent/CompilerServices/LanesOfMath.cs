using System.Numerics;

namespace Descent.CompilerServices;

// The functions of System.Math that have no vector form of the same bits: each lane calls Math in double and rounds once.
public static partial class Lanes<T>
{
    /// <summary><see cref="Math.Exp(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Exp(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Exp, T>(x);

    /// <summary><see cref="Math.Log(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Log(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Log, T>(x);

    /// <summary><see cref="Math.Log2(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Log2(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Log2, T>(x);

    /// <summary><see cref="Math.Log10(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Log10(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Log10, T>(x);

    /// <summary><see cref="Math.Sin(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Sin(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Sin, T>(x);

    /// <summary><see cref="Math.Cos(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Cos(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Cos, T>(x);

    /// <summary><see cref="Math.Tan(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Tan(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Tan, T>(x);

    /// <summary><see cref="Math.Asin(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Asin(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Asin, T>(x);

    /// <summary><see cref="Math.Acos(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Acos(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Acos, T>(x);

    /// <summary><see cref="Math.Atan(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Atan(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Atan, T>(x);

    /// <summary><see cref="Math.Sinh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Sinh(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Sinh, T>(x);

    /// <summary><see cref="Math.Cosh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Cosh(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Cosh, T>(x);

    /// <summary><see cref="Math.Tanh(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Tanh(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Tanh, T>(x);

    /// <summary><see cref="Math.Cbrt(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Cbrt(Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Cbrt, T>(x);

    /// <summary><see cref="Math.Pow(double, double)"/> of each pair of lanes.</summary>
    /// <param name="x">The bases.</param>
    /// <param name="y">The exponents.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Pow(Vector<T> x, Vector<T> y) => LaneFunctions.Apply<LaneFunctions.Pow, T>(x, y);

    /// <summary><see cref="Math.Atan2(double, double)"/> of each pair of lanes.</summary>
    /// <param name="y">The ordinates.</param>
    /// <param name="x">The abscissas.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Atan2(Vector<T> y, Vector<T> x) => LaneFunctions.Apply<LaneFunctions.Atan2, T>(y, x);

    /// <summary>The C# remainder of each pair of lanes, of the sign of the dividend.</summary>
    /// <param name="x">The dividends.</param>
    /// <param name="y">The divisors.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> Remainder(Vector<T> x, Vector<T> y) => LaneFunctions.Apply<LaneFunctions.Remainder, T>(x, y);
}
