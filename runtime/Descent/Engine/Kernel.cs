using System.Buffers;
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
    /// <summary>Up to this many chunks of a row keep their totals on the stack.</summary>
    private const int MaxChunksOnStack = 16;

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
        if (typeof(T) == typeof(float) && memory.IsStored && StoredWindow.Fused != FusedStorage.None)
        {
            NarrowKernel.Run<TKernel, TValues, T>(weights, gradients, memory, in values, start);
            return;
        }

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

    /// <summary>Runs a sweep that reduces over one row of a matrix: the row's totals are known then, and the columns' have one more term.</summary>
    /// <typeparam name="TKernel">The sweep.</typeparam>
    /// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="weights">The weights of the row.</param>
    /// <param name="gradients">Their gradients; empty for a sweep that takes none.</param>
    /// <param name="memory">The state of the whole tensor, which keeps the totals.</param>
    /// <param name="values">What does not differ from weight to weight.</param>
    /// <param name="start">Where the row begins in the tensor.</param>
    public static void ReduceRow<TKernel, TValues, T>(
        Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IReducingKernel<T, TValues>
        where TValues : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(memory);
        switch (WideLanes<T, NearMemory>.IsSupported, memory.IsFar)
        {
            case (true, true):
                ReduceRow<TKernel, TValues, WideLanes<T, FarMemory>, T>(weights, gradients, memory, in values, start);
                break;
            case (true, false):
                ReduceRow<TKernel, TValues, WideLanes<T, NearMemory>, T>(weights, gradients, memory, in values, start);
                break;
            case (false, true):
                ReduceRow<TKernel, TValues, DefaultLanes<T, FarMemory>, T>(weights, gradients, memory, in values, start);
                break;
            default:
                ReduceRow<TKernel, TValues, DefaultLanes<T, NearMemory>, T>(weights, gradients, memory, in values, start);
                break;
        }
    }

    /// <summary>How many values of a row are left where a whole vector would reach into the next row; 0 where it does not.</summary>
    /// <param name="memory">The state of the whole tensor.</param>
    /// <param name="start">Where the range begins.</param>
    /// <param name="count">How long it is, in whole vectors.</param>
    /// <returns>The number of values.</returns>
    public static int RestOfRow(OptimizerState memory, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var rest = memory.Columns - (start % memory.Columns);
        return rest < count ? rest : 0;
    }

    /// <summary>Where a state is read and written in a row: in place, or at its end in a padded vector.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The first value of the range.</param>
    /// <param name="rest">How many values are left at the end of the row; 0 if whole vectors are.</param>
    /// <param name="tail">Room for a padded vector.</param>
    /// <returns>The first value.</returns>
    public static ref T InRow<TLanes, T>(ref T values, int rest, ref TLanes tail)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rest == 0)
        {
            return ref values;
        }

        tail = TLanes.LoadTail(MemoryMarshal.CreateReadOnlySpan(ref values, rest));
        return ref Unsafe.As<TLanes, T>(ref tail);
    }

    /// <summary>Writes what <see cref="InRow"/> had written to a padded vector.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="tail">The padded vector.</param>
    /// <param name="values">The first value of the range.</param>
    /// <param name="rest">How many values are left at the end of the row; 0 if there is nothing to do.</param>
    public static void EndRow<TLanes, T>(TLanes tail, ref T values, int rest)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rest > 0)
        {
            TLanes.StoreTail(tail, MemoryMarshal.CreateSpan(ref values, rest));
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
    private static void Reduce<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IReducingKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var terms = Aligned<T>(stackalloc T[RoomForTerms<T>(TKernel.Reductions)]);
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

    /// <summary>The tree over a row's own terms: as <see cref="Reduce{TKernel, TValues, TLanes, T}"/> goes through a chunk, and then over the chunks of the row.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ReduceRow<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TKernel : struct, IReducingKernel<T, TValues>
        where TValues : struct
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var terms = Aligned<T>(stackalloc T[RoomForTerms<T>(TKernel.Reductions)]);
        var (row, chunks) = (start / memory.Columns, Reduction.CountChunks(weights.Length));
        var rented = chunks > MaxChunksOnStack ? ArrayPool<double>.Shared.Rent(chunks * TKernel.Reductions) : null;
        Span<double> totals = rented ?? stackalloc double[MaxChunksOnStack * TKernel.Reductions];
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var index = 0; index < TKernel.Reductions; index++)
            {
                totals[(index * chunks) + chunk] = Reduction.Identity(TKernel.KindOf(index));
            }

            var end = Math.Min((chunk + 1) * Reduction.ChunkLength, weights.Length);
            for (var done = chunk * Reduction.ChunkLength; done < end; done += Reduction.BlockLength)
            {
                var length = Math.Min(Reduction.BlockLength, end - done);
                Run<TKernel, TValues, TLanes, T>(
                    weights.Slice(done, length), gradients.IsEmpty ? default : gradients.Slice(done, length), memory, in values, ref terms[0], start + done);
                for (var index = 0; index < TKernel.Reductions; index++)
                {
                    var block = terms.Slice(index * Reduction.BlockLength, length);
                    if (TKernel.IsOfColumns(index))
                    {
                        memory.Totals!.AddToColumns<T>(TKernel.NumberOf(index), TKernel.KindOf(index), row, done, block);
                    }
                    else
                    {
                        ref var total = ref totals[(index * chunks) + chunk];
                        total = Reduction.AddBlock<T>(TKernel.KindOf(index), total, block);
                    }
                }
            }
        }

        for (var index = 0; index < TKernel.Reductions; index++)
        {
            var kind = TKernel.KindOf(index);
            memory.Totals!.Record(TKernel.NumberOf(index), kind, start, ReductionTree.Combine(kind, totals.Slice(index * chunks, chunks)));
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>How many terms of a block there is room for, and what is left out to begin on a line of the cache.</summary>
    private static int RoomForTerms<T>(int reductions) => (reductions * Reduction.BlockLength) + (CacheLine.Size / Unsafe.SizeOf<T>());

    /// <summary>The room from its first whole line on: a vector that crosses a line is stored slowly, and read back more slowly yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Span<T> Aligned<T>(Span<T> room)
    {
        var misaligned = (int)((nuint)Unsafe.AsPointer(ref room[0]) % CacheLine.Size);
        return room[((CacheLine.Size - misaligned) / Unsafe.SizeOf<T>())..];
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
