using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>How a kernel is run over a range of a tensor, whatever the lanes of its vectors.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
internal interface IKernelLoop<T, TValues>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TValues : struct
{
    /// <summary>Runs it.</summary>
    static abstract void Run<TLanes>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLanes : struct, ILanes<TLanes, T>;
}

/// <summary>Runs a kernel that does not reduce: whole vectors in place, then the last weights.</summary>
internal readonly struct RangeLoop<TKernel, TValues, T> : IKernelLoop<T, TValues>
    where TKernel : struct, IKernel<T, TValues>
    where TValues : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLanes>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLanes : struct, ILanes<TLanes, T>
    {
        var whole = weights.Length - (weights.Length % TLanes.Count);
        if (whole > 0)
        {
            TKernel.Run<TLanes>(ref MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients), memory, in values, ref Unsafe.NullRef<T>(), start, whole);
        }

        if (whole < weights.Length)
        {
            Kernel.RunTail<TKernel, TValues, TLanes, T>(
                weights[whole..], gradients.IsEmpty ? default : gradients[whole..], memory, in values, ref Unsafe.NullRef<T>(), start + whole);
        }
    }
}

/// <summary>Runs a kernel that reduces over a chunk.</summary>
internal readonly struct ChunkLoop<TKernel, TValues, T> : IKernelLoop<T, TValues>
    where TKernel : struct, IReducingKernel<T, TValues>
    where TValues : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run<TLanes>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLanes : struct, ILanes<TLanes, T> => ReducingLoop<TKernel, TValues, TLanes, T>.Run(weights, gradients, memory, in values, start);
}

/// <summary>Runs a kernel that reduces over a row.</summary>
internal readonly struct RowLoop<TKernel, TValues, T> : IKernelLoop<T, TValues>
    where TKernel : struct, IReducingKernel<T, TValues>
    where TValues : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run<TLanes>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLanes : struct, ILanes<TLanes, T> => ReducingLoop<TKernel, TValues, TLanes, T>.RunRow(weights, gradients, memory, in values, start);
}
