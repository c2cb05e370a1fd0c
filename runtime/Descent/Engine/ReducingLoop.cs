using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Runs a kernel that reduces over a chunk or a row: block after block, each block's terms into the totals.</summary>
/// <typeparam name="TKernel">The sweep.</typeparam>
/// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
/// <typeparam name="TLanes">The lanes of a vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal static class ReducingLoop<TKernel, TValues, TLanes, T>
    where TKernel : struct, IReducingKernel<T, TValues>
    where TValues : struct
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Up to this many chunks of a row keep their totals on the stack.</summary>
    private const int MaxChunksOnStack = 16;

    /// <summary>Room for the terms of a block: those of each reduction, and what is left out to begin on a line of the cache.</summary>
    private static int RoomForTerms => (TKernel.Reductions * Kernel.RoomForTerms<T>()) + (CacheLine.Size / Unsafe.SizeOf<T>());

    /// <summary>Over a chunk.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Run(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
    {
        var terms = Aligned(stackalloc T[RoomForTerms]);
        Span<double> totals = stackalloc double[TKernel.Reductions];
        for (var index = 0; index < totals.Length; index++)
        {
            totals[index] = Reduction.Identity(TKernel.KindOf(index));
        }

        var done = 0;
        for (; done <= weights.Length - Reduction.BlockLength; done += Reduction.BlockLength)
        {
            TKernel.Run<TLanes>(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), done), in Unsafe.Add(ref MemoryMarshal.GetReference(gradients), done),
                memory, in values, ref terms[0], start + done, Reduction.BlockLength);
            for (var index = 0; index < totals.Length; index++)
            {
                totals[index] = AddBlock(index, totals[index], terms, Reduction.BlockLength);
            }
        }

        if (done < weights.Length)
        {
            var rest = weights[done..];
            RunBlock(rest, gradients.IsEmpty ? default : gradients[done..], memory, in values, terms, start + done, columns: default);
            for (var index = 0; index < totals.Length; index++)
            {
                totals[index] = AddBlock(index, totals[index], terms, rest.Length);
            }
        }

        for (var index = 0; index < totals.Length; index++)
        {
            memory.Totals!.Record(TKernel.NumberOf(index), TKernel.KindOf(index), start, totals[index]);
        }
    }

    /// <summary>Over a row: as <see cref="Run"/> goes through a chunk, and then over the chunks of the row.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void RunRow(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, int start)
    {
        var terms = Aligned(stackalloc T[RoomForTerms]);
        Span<int> columns = stackalloc int[TKernel.Reductions];
        var row = start / memory.Columns;
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index] = TKernel.IsOfColumns(index) ? memory.Totals!.OfColumns!.BeginRow<T>(TKernel.NumberOf(index), TKernel.KindOf(index), row) : 0;
        }

        if (weights.Length <= Reduction.BlockLength)
        {
            // A row of one block, of which there are many.
            RunBlock(weights, gradients, memory, in values, terms, start, columns);
            for (var index = 0; index < TKernel.Reductions; index++)
            {
                var kind = TKernel.KindOf(index);
                memory.Totals!.RecordRow(TKernel.NumberOf(index), kind, row, AddBlock(index, Reduction.Identity(kind), terms, weights.Length));
            }

            return;
        }

        var chunks = Reduction.CountChunks(weights.Length);
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
                RunBlock(weights.Slice(done, length), gradients.IsEmpty ? default : gradients.Slice(done, length), memory, in values, terms, start + done, columns);
                for (var index = 0; index < TKernel.Reductions; index++)
                {
                    ref var total = ref totals[(index * chunks) + chunk];
                    total = AddBlock(index, total, terms, length);
                    columns[index] += length;
                }
            }
        }

        for (var index = 0; index < TKernel.Reductions; index++)
        {
            var kind = TKernel.KindOf(index);
            memory.Totals!.RecordRow(TKernel.NumberOf(index), kind, row, ReductionTree.Combine(kind, totals.Slice(index * chunks, chunks)));
        }

        if (rented is not null)
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>Over a block, or less.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="memory">The state of the whole tensor.</param>
    /// <param name="values">What does not differ from weight to weight.</param>
    /// <param name="terms">Room for the terms.</param>
    /// <param name="start">Where the block begins in the tensor.</param>
    /// <param name="columns">For each reduction over columns the place of the block's first total.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunBlock(Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, Span<T> terms, int start, ReadOnlySpan<int> columns)
    {
        var whole = weights.Length - (weights.Length % TLanes.Count);
        if (whole > 0)
        {
            SetColumns(terms, columns, 0);
            TKernel.Run<TLanes>(ref MemoryMarshal.GetReference(weights), in MemoryMarshal.GetReference(gradients), memory, in values, ref terms[0], start, whole);
        }

        if (whole == weights.Length)
        {
            return;
        }

        if (whole > 0)
        {
            RunTail(weights[whole..], gradients.IsEmpty ? default : gradients[whole..], memory, in values, terms, start + whole, whole, columns);
        }
        else
        {
            // Of one vector alone the lanes beyond the end are left out where its columns are added.
            SetColumns(terms, columns, 0);
            Kernel.RunTail<TKernel, TValues, TLanes, T>(weights, gradients, memory, in values, ref terms[0], start);
        }
    }

    /// <summary>Tells the kernel where the totals of its columns are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetColumns(Span<T> terms, ReadOnlySpan<int> columns, int done)
    {
        for (var index = 0; index < columns.Length; index++)
        {
            if (TKernel.IsOfColumns(index))
            {
                ColumnTerms<TLanes, T>.SetPlace(TermsOf(index, terms, CacheLine.Size / Unsafe.SizeOf<T>()), columns[index] + done);
            }
        }
    }

    /// <summary>The last weights of a block, whose terms follow those of the whole vectors: in the columns of sums as well.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunTail(
        Span<T> weights, ReadOnlySpan<T> gradients, OptimizerState memory, in TValues values, Span<T> terms, int start, int whole, ReadOnlySpan<int> columns)
    {
        Span<double> sums = stackalloc double[TKernel.Reductions * ColumnSums.Columns];
        for (var index = 0; index < TKernel.Reductions; index++)
        {
            if (IsInColumns(index))
            {
                ColumnsOf(index, terms).CopyTo(sums[(index * ColumnSums.Columns)..]);
            }
        }

        SetColumns(terms[whole..], columns, whole);
        Kernel.RunTail<TKernel, TValues, TLanes, T>(weights, gradients, memory, in values, ref terms[whole], start);
        for (var index = 0; index < TKernel.Reductions; index++)
        {
            if (IsInColumns(index))
            {
                var last = ColumnsOf(index, terms[whole..]);
                var all = sums.Slice(index * ColumnSums.Columns, ColumnSums.Columns);
                ColumnSums.AddLast(all, whole % ColumnSums.Columns, last, weights.Length);
                all.CopyTo(ColumnsOf(index, terms));
            }
        }
    }

    /// <summary>Whether the loop leaves the sums of a block's columns, not its terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsInColumns(int index) => TermSum<TLanes, T>.IsInRegisters && TKernel.KindOf(index) == ReductionKind.Sum && !TKernel.IsOfColumns(index);

    /// <summary>Adds a block to a total; those over columns have their terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double AddBlock(int index, double total, Span<T> terms, int length)
        => TKernel.IsOfColumns(index) ? total
            : IsInColumns(index) ? total + (length == Reduction.BlockLength ? ColumnsOf(index, terms)[0] : ColumnSums.Combine(ColumnsOf(index, terms), length))
            : length < ColumnSums.Columns && TKernel.KindOf(index) == ReductionKind.Sum ? total + ColumnSums.SumShort(ref TermsOf(index, terms, length)[0], length)
            : Reduction.AddBlock<T>(TKernel.KindOf(index), total, TermsOf(index, terms, length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<T> TermsOf(int index, Span<T> terms, int length) => terms.Slice(index * Kernel.RoomForTerms<T>(), length);

    /// <summary>The sums of a block's columns, where its terms would be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<double> ColumnsOf(int index, Span<T> terms)
        => MemoryMarshal.Cast<T, double>(TermsOf(index, terms, ColumnSums.Columns * sizeof(double) / Unsafe.SizeOf<T>()));

    /// <summary>The room from its first whole line on: a vector that crosses a line is stored slowly, and read back more slowly yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Span<T> Aligned(Span<T> room)
    {
        var misaligned = (int)((nuint)Unsafe.AsPointer(ref room[0]) % CacheLine.Size);
        return room[((CacheLine.Size - misaligned) / Unsafe.SizeOf<T>())..];
    }
}
