using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>Tables of sixteen values, of which a processor with 512 bits looks up eight at once.</summary>
internal static class Tables
{
    /// <summary>Whether lanes are looked up: a constant of the just-in-time compiler's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Serve<TDoubles>() => typeof(TDoubles) == typeof(WideDoubles) && Avx512DQ.IsSupported;

    /// <summary>The vector that lanes are which are looked up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ToVector<TDoubles>(TDoubles lanes)
        where TDoubles : struct
        => Unsafe.BitCast<TDoubles, WideDoubles>(lanes).Values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles FromVector<TDoubles>(Vector512<double> values)
        where TDoubles : struct
        => Unsafe.BitCast<WideDoubles, TDoubles>(new(values));
}
