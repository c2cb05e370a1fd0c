using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Runs a kernel over weights or states of 16 bits where they lie: vectors are widened as they are read, and rounded as they are written, in the shadow of the
/// loop's own arithmetic. Spans of narrow weights have as many elements as there are weights, and begin where they do.
/// </summary>
internal static class NarrowKernel
{
    /// <summary>Runs a sweep that does not reduce.</summary>
    public static void Run<TKernel, TValues, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (WideLanes<T, NearMemory>.IsSupported, StoredWindow.Fused)
        {
            case (true, FusedStorage.States):
                Run<TKernel, TValues, WideLanes<T, NarrowStates>, T>(weights, gradients, Unsafe.SizeOf<T>(), memory, in values, start);
                break;
            case (true, FusedStorage.Weights):
                Run<TKernel, TValues, WideLanes<T, NarrowWeights>, T>(weights, gradients, sizeof(ushort), memory, in values, start);
                break;
            case (true, _):
                Run<TKernel, TValues, WideLanes<T, NarrowMemory>, T>(weights, gradients, sizeof(ushort), memory, in values, start);
                break;
            case (false, FusedStorage.States):
                Run<TKernel, TValues, DefaultLanes<T, NarrowStates>, T>(weights, gradients, Unsafe.SizeOf<T>(), memory, in values, start);
                break;
            case (false, FusedStorage.Weights):
                Run<TKernel, TValues, DefaultLanes<T, NarrowWeights>, T>(weights, gradients, sizeof(ushort), memory, in values, start);
                break;
            default:
                Run<TKernel, TValues, DefaultLanes<T, NarrowMemory>, T>(weights, gradients, sizeof(ushort), memory, in values, start);
                break;
        }
    }

    private static void Run<TKernel, TValues, TLanes, T>(
        Span<T> weights, ReadOnlySpan<T> gradients, int size, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var weight = ref MemoryMarshal.GetReference(weights);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        var whole = weights.Length - (weights.Length % TLanes.Count);
        TKernel.Run<TLanes>(ref weight, in gradient, memory, in values, ref Unsafe.NullRef<T>(), start, whole);
        if (whole == weights.Length)
        {
            return;
        }

        // The last weights and gradients in vectors of their own; states are padded.
        var (weightTail, gradientTail) = (TLanes.Zero, TLanes.Zero);
        var bytes = (uint)((weights.Length - whole) * size);
        ref var last = ref Unsafe.AddByteOffset(ref Unsafe.As<T, byte>(ref weight), (nint)whole * size);
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<TLanes, byte>(ref weightTail), ref last, bytes);
        if (!gradients.IsEmpty)
        {
            Unsafe.CopyBlockUnaligned(ref Unsafe.As<TLanes, byte>(ref gradientTail), ref Unsafe.AddByteOffset(ref Unsafe.As<T, byte>(ref gradient), (nint)whole * size), bytes);
        }

        TKernel.Run<TLanes>(
            ref Unsafe.As<TLanes, T>(ref weightTail), in Unsafe.As<TLanes, T>(ref gradientTail), memory, in values, ref Unsafe.NullRef<T>(), start + whole, TLanes.Count);
        Unsafe.CopyBlockUnaligned(ref last, ref Unsafe.As<TLanes, byte>(ref weightTail), bytes);
    }
}
