using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>The logarithms over all of <see cref="double"/>, in two last places, for relaxed rules: those of <see cref="Logarithms"/> before their last rounding.</summary>
internal static class VectorLogarithms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Natural<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Normalize(x, out var normal, out var shift);
        return Logarithms.Special(x, Logarithms.RawNatural(normal, shift));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Binary<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Normalize(x, out var normal, out var shift);
        return Logarithms.Special(x, Logarithms.RawBinary(normal, shift));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Decimal<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Normalize(x, out var normal, out var shift);
        return Logarithms.Special(x, Logarithms.RawDecimal(normal, shift));
    }

    /// <summary>A subnormal number times 2⁵⁴, and what that adds to its exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Normalize<TDoubles>(TDoubles x, out TDoubles normal, out TDoubles shift)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var isSubnormal = TDoubles.IsNegative(x - TDoubles.Create(2.2250738585072014e-308));
        normal = TDoubles.Select(isSubnormal, x * TDoubles.Create(1L << 54), x);
        shift = isSubnormal & TDoubles.Create(-54);
    }
}
