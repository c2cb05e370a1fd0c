using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices.Functions;

/// <summary>Polynomials by Horner's rule, each step one fused operation. Long ones are joined of short ones, which the processor computes side by side.</summary>
internal static class Polynomial
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, double c0, double c1)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.FusedMultiplyAdd(x, TDoubles.Create(c1), TDoubles.Create(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, double c0, double c1, double c2, double c3)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.FusedMultiplyAdd(x, TDoubles.FusedMultiplyAdd(x, TDoubles.FusedMultiplyAdd(x, TDoubles.Create(c3), TDoubles.Create(c2)), TDoubles.Create(c1)), TDoubles.Create(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, double c0, double c1) => Vector512.FusedMultiplyAdd(x, Vector512.Create(c1), Vector512.Create(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x, double c0, double c1, double c2, double c3, double c4, double c5, double c6)
    {
        var high = Vector512.FusedMultiplyAdd(x, Vector512.FusedMultiplyAdd(x, Of(x, c5, c6), Vector512.Create(c4)), Vector512.Create(c3));
        return Vector512.FusedMultiplyAdd(x, Vector512.FusedMultiplyAdd(x, Vector512.FusedMultiplyAdd(x, high, Vector512.Create(c2)), Vector512.Create(c1)), Vector512.Create(c0));
    }
}
