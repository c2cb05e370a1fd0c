using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Powers of ½, ¼ and ⅛, which are roots of roots. In <see cref="float"/> those are wrong by at most 2⁻²³·² of themselves, and a step of Newton's in
/// <see cref="double"/> makes that 2⁻⁴⁴.
/// </summary>
internal static class Roots
{
    /// <summary>Whether all exponents are the same, and such a one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreExponents(Vector512<float> y) => IsExponent(y.ToScalar()) && Vector512.EqualsAll(y, Vector512.Create(y.ToScalar()));

    /// <summary>Whether all exponents are the same, and such a one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreExponents(Vector<float> y) => IsExponent(y.ToScalar()) && Vector.EqualsAll(y, Vector.Create(y.ToScalar()));

    /// <summary>The powers of positive numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryQuickly(Vector512<float> x, float exponent, out Vector512<float> root)
    {
        var rough = Vector512.Sqrt(x);
        for (var part = 0.5f; part > exponent; part /= 2)
        {
            rough = Vector512.Sqrt(rough);
        }

        var ((lowX, highX), (lowRoot, highRoot), (lowSlope, highSlope)) = (Vector512.Widen(x), Vector512.Widen(rough), Vector512.Widen(rough / x * exponent));
        var low = Improve<WideDoubles>(new(lowX), new(lowRoot), new(lowSlope), exponent);
        var high = Improve<WideDoubles>(new(highX), new(highRoot), new(highSlope), exponent);
        root = Vector512.Narrow(low.Values, high.Values);
        return QuickFunctions.AreBetween(x, float.Epsilon, float.PositiveInfinity) && DoubleRounding.AreClear(low, high);
    }

    /// <summary>The powers of positive numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryQuickly(Vector<float> x, float exponent, out Vector<float> root)
    {
        var rough = Vector.SquareRoot(x);
        for (var part = 0.5f; part > exponent; part /= 2)
        {
            rough = Vector.SquareRoot(rough);
        }

        Vector.Widen(x, out var lowX, out var highX);
        Vector.Widen(rough, out var lowRoot, out var highRoot);
        Vector.Widen(rough / x * exponent, out var lowSlope, out var highSlope);
        var low = Improve<DefaultDoubles>(new(lowX), new(lowRoot), new(lowSlope), exponent);
        var high = Improve<DefaultDoubles>(new(highX), new(highRoot), new(highSlope), exponent);
        root = Vector.Narrow(low.Values, high.Values);
        return QuickFunctions.AreBetween(x, float.Epsilon, float.PositiveInfinity) && DoubleRounding.AreClear(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsExponent(float y) => y is 0.5f or 0.25f or 0.125f;

    /// <summary>A step of Newton's for r to the power of n: r + (x − rⁿ)·slope; the square of a number of <see cref="float"/> is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Improve<TDoubles>(TDoubles x, TDoubles root, TDoubles slope, float exponent)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var power = root;
        for (var part = 0.5f; part > exponent; part /= 2)
        {
            power *= power;
        }

        return TDoubles.FusedMultiplyAdd(TDoubles.FusedMultiplyAdd(-power, power, x), slope, root);
    }
}
