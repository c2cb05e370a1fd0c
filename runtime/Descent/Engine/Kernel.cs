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
        if (typeof(T) == typeof(float) && memory.IsStored && StoredWindow.Fused != FusedStorage.None)
        {
            NarrowKernel.Run<TKernel, TValues, T>(weights, gradients, memory, in values, start);
            return;
        }

        Over<RangeLoop<TKernel, TValues, T>, TKernel, TValues, T>(weights, gradients, memory, in values, start);
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
        Over<ChunkLoop<TKernel, TValues, T>, TKernel, TValues, T>(weights, gradients, memory, in values, start);
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
        Over<RowLoop<TKernel, TValues, T>, TKernel, TValues, T>(weights, gradients, memory, in values, start);
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
        => ref Unsafe.Add(ref terms, index * RoomForTerms<T>());

    /// <summary>How many values the terms of a reduction take: those of a block, and behind them the columns' sums of the last vector's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int RoomForTerms<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Reduction.BlockLength + (ColumnSums.Columns * sizeof(double) / Unsafe.SizeOf<T>());

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

    /// <summary>Runs a kernel with the widest vectors that the hardware has, which ask for memory as far ahead as the loop has to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Over<TLoop, TKernel, TValues, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLoop : struct, IKernelLoop<T, TValues>
        where TKernel : struct, IKernel<T, TValues>
        where TValues : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!memory.IsFar)
        {
            Over<TLoop, TValues, NearMemory, T>(weights, gradients, memory, in values, start);
        }
        else if (TKernel.HasFewStreams)
        {
            Over<TLoop, TValues, FartherMemory, T>(weights, gradients, memory, in values, start);
        }
        else
        {
            Over<TLoop, TValues, FarMemory, T>(weights, gradients, memory, in values, start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Over<TLoop, TValues, TMemory, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
        where TLoop : struct, IKernelLoop<T, TValues>
        where TValues : struct
        where TMemory : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (WideLanes<T, TMemory>.IsSupported)
        {
            TLoop.Run<WideLanes<T, TMemory>>(weights, gradients, memory, in values, start);
        }
        else
        {
            TLoop.Run<DefaultLanes<T, TMemory>>(weights, gradients, memory, in values, start);
        }
    }

    /// <summary>The last weights of a range, in a padded vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void RunTail<TKernel, TValues, TLanes, T>(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, ref T terms, int start)
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
