using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// Runs a kernel over a range of a tensor, with the widest vectors that the hardware has: whole vectors in place, then the last weights in a
/// padded vector through the same loop. Not meant to be used by hand.
/// </summary>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Kernel
{
    /// <summary>Runs a sweep that does not reduce.</summary>
    /// <typeparam name="TKernel">The sweep.</typeparam>
    /// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The weights of the range.</param>
    /// <param name="gradients">Their gradients; empty for a sweep that takes none.</param>
    /// <param name="memory">The state of the whole tensor.</param>
    /// <param name="values">What does not differ from weight to weight.</param>
    /// <param name="start">Where the range begins in the tensor.</param>
    public static void Run<TKernel, TValues, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(memory);
        switch (WideLanes<T, NearMemory>.IsSupported, memory.IsFar)
        {
            case (true, true):
                Run<TKernel, TValues, WideLanes<T, FarMemory>, T>(weights, gradients, memory, in values, ref Unsafe.NullRef<T>(), start);
                break;
            case (true, false):
                Run<TKernel, TValues, WideLanes<T, NearMemory>, T>(weights, gradients, memory, in values, ref Unsafe.NullRef<T>(), start);
                break;
            case (false, true):
                Run<TKernel, TValues, DefaultLanes<T, FarMemory>, T>(weights, gradients, memory, in values, ref Unsafe.NullRef<T>(), start);
                break;
            default:
                Run<TKernel, TValues, DefaultLanes<T, NearMemory>, T>(weights, gradients, memory, in values, ref Unsafe.NullRef<T>(), start);
                break;
        }
    }

    /// <summary>Runs a sweep that reduces: block after block, each block's terms into the totals.</summary>
    /// <typeparam name="TKernel">The sweep.</typeparam>
    /// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The weights of the range: a chunk, or what is left of one at the end of the tensor.</param>
    /// <param name="gradients">Their gradients; empty for a sweep that takes none.</param>
    /// <param name="memory">The state of the whole tensor, which keeps the totals of the chunk.</param>
    /// <param name="values">What does not differ from weight to weight.</param>
    /// <param name="start">Where the range begins in the tensor.</param>
    public static void Reduce<TKernel, TValues, T>(
        Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IReducingKernel<T, TValues>
        where TValues : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(memory);
        switch (WideLanes<T, NearMemory>.IsSupported, memory.IsFar)
        {
            case (true, true):
                Reduce<TKernel, TValues, WideLanes<T, FarMemory>, T>(weights, gradients, memory, in values, start);
                break;
            case (true, false):
                Reduce<TKernel, TValues, WideLanes<T, NearMemory>, T>(weights, gradients, memory, in values, start);
                break;
            case (false, true):
                Reduce<TKernel, TValues, DefaultLanes<T, FarMemory>, T>(weights, gradients, memory, in values, start);
                break;
            default:
                Reduce<TKernel, TValues, DefaultLanes<T, NearMemory>, T>(weights, gradients, memory, in values, start);
                break;
        }
    }

    /// <summary>Where a further reduction's terms go.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="terms">Where those of the first go.</param>
    /// <param name="index">Which one it is in its sweep, from 0.</param>
    /// <returns>The first term.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T TermsOf<T>(ref T terms, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => ref Unsafe.Add(ref terms, index * Reduction.BlockLength);

    /// <summary>Where a range of an input is read: in place, or at the end of the tensor from a padded vector.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="input">The input of the whole tensor.</param>
    /// <param name="start">Where the range begins.</param>
    /// <param name="count">How long it is, in whole vectors.</param>
    /// <param name="tail">Room for a padded vector.</param>
    /// <returns>The first value.</returns>
    public static ref readonly T Input<TLanes, T>(ReadOnlyMemory<T> input, int start, int count, ref TLanes tail)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var range = input.Span[start..];
        if (range.Length >= count)
        {
            return ref MemoryMarshal.GetReference(range);
        }

        tail = TLanes.LoadTail(range);
        return ref Unsafe.As<TLanes, T>(ref tail);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Reduce<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IReducingKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A vector that crosses a line of the cache is stored slowly, and read back more slowly yet.
        Span<T> room = stackalloc T[(TKernel.Reductions * Reduction.BlockLength) + (CacheLine.Size / Unsafe.SizeOf<T>())];
        var misaligned = (int)((nuint)Unsafe.AsPointer(ref room[0]) % CacheLine.Size);
        var terms = room[((CacheLine.Size - misaligned) / Unsafe.SizeOf<T>())..];
        Span<double> totals = stackalloc double[TKernel.Reductions];
        for (var index = 0; index < totals.Length; index++)
        {
            totals[index] = Reduction.Identity(TKernel.KindOf(index));
        }

        for (var done = 0; done < weights.Length; done += Reduction.BlockLength)
        {
            var length = Math.Min(Reduction.BlockLength, weights.Length - done);
            Run<TKernel, TValues, TLanes, T>(
                weights.Slice(done, length), gradients.IsEmpty ? default : gradients.Slice(done, length), memory, in values, ref terms[0], start + done);
            for (var index = 0; index < totals.Length; index++)
            {
                totals[index] = Reduction.AddBlock<T>(TKernel.KindOf(index), totals[index], terms.Slice(index * Reduction.BlockLength, length));
            }
        }

        for (var index = 0; index < totals.Length; index++)
        {
            memory.Totals!.Record(TKernel.NumberOf(index), TKernel.KindOf(index), start, totals[index]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, ref T terms, int start)
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var whole = weights.Length - (weights.Length % TLanes.Count);
        TKernel.Run<TLanes>(ref MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients), memory, in values, ref terms, start, whole);
        if (whole < weights.Length)
        {
            RunTail<TKernel, TValues, TLanes, T>(
                weights[whole..], gradients.IsEmpty ? default : gradients[whole..], memory, in values, ref Unsafe.Add(ref terms, whole), start + whole);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunTail<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, ref T terms, int start)
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var weightTail = TLanes.LoadTail(weights);
        var gradientTail = gradients.IsEmpty ? TLanes.Zero : TLanes.LoadTail(gradients);
        TKernel.Run<TLanes>(
            ref Unsafe.As<TLanes, T>(ref weightTail), in Unsafe.As<TLanes, T>(ref gradientTail), memory, in values, ref terms, start, TLanes.Count);
        TLanes.StoreTail(weightTail, weights);
    }
}
