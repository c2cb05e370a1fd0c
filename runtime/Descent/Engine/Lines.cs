using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Runs loops over the rows or the columns of a tensor. Not meant to be used by hand.</summary>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lines
{
    /// <summary>Runs a loop with the widest vectors that the hardware has.</summary>
    /// <typeparam name="TLoop">The loop.</typeparam>
    /// <typeparam name="TValues">What is known before the totals.</typeparam>
    /// <param name="memory">The state of the tensor.</param>
    /// <param name="values">What is known before the totals.</param>
    /// <param name="count">How many rows or columns there are.</param>
    public static void Run<TLoop, TValues>(OptimizerState memory, in TValues values, int count)
        where TLoop : struct, ILineLoop<TValues>
        where TValues : struct
    {
        if (count == 0)
        {
            return;
        }

        if (WideLanes<double, NearMemory>.IsSupported)
        {
            TLoop.Run<WideLanes<double, NearMemory>>(memory, in values, count);
        }
        else
        {
            TLoop.Run<DefaultLanes<double, NearMemory>>(memory, in values, count);
        }
    }

    /// <summary>Writes a vector, each lane rounded once to the type of the weights.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The vector.</param>
    /// <param name="destination">The first element of the memory.</param>
    /// <param name="index">The element at which the vector begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes, T>(TLanes values, ref T destination, nuint index)
        where TLanes : struct, ILanes<TLanes, double>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var target = ref Unsafe.Add(ref destination, index);
        if (typeof(T) == typeof(double))
        {
            Unsafe.As<T, TLanes>(ref target) = values;
        }
        else if (Unsafe.SizeOf<TLanes>() == Unsafe.SizeOf<Vector512<double>>())
        {
            Unsafe.As<T, Vector256<float>>(ref target) = Avx512F.ConvertToVector256Single(Unsafe.BitCast<TLanes, Vector512<double>>(values));
        }
        else if (Unsafe.SizeOf<TLanes>() == Unsafe.SizeOf<Vector256<double>>())
        {
            Unsafe.As<T, Vector128<float>>(ref target) = Avx.ConvertToVector128Single(Unsafe.BitCast<TLanes, Vector256<double>>(values));
        }
        else
        {
            var lower = Unsafe.BitCast<TLanes, Vector128<double>>(values);
            Unsafe.As<T, Vector64<float>>(ref target) = Vector128.Narrow(lower, lower).GetLower();
        }
    }
}
