using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>What a reduction does with its terms.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ReductionKind
{
    /// <summary>Adds them.</summary>
    Sum,

    /// <summary>Keeps the largest, as <see cref="Math.Max(double, double)"/>.</summary>
    Max,

    /// <summary>Keeps the smallest, as <see cref="Math.Min(double, double)"/>.</summary>
    Min,
}

/// <summary>
/// A total over the terms of one chunk of a tensor, in <see cref="double"/>, by one fixed tree: blocks of <see cref="BlockLength"/> terms,
/// each summed in thirty-two columns whose sums are added pairwise, and the blocks one after the other; then the chunks' totals in blocks
/// and chunks again, until one is left (<see cref="ReductionTotals"/>). The tree knows neither how wide the hardware's vectors are nor how
/// many threads share the work, so neither do the bits. Not meant to be called by hand.
/// </summary>
/// <remarks>Blocks are so short that the processor reads the next one meanwhile: where memory is the limit it is as fast as a plain sum.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Reduction
{
    /// <summary>How many terms are reduced at a time; a multiple of every vector's length, and small enough to stay in the nearest cache.</summary>
    public static int BlockLength => 512;

    /// <summary>How many terms make a chunk: what one thread takes at a time, counted from the start of the tensor.</summary>
    public static int ChunkLength => 16 * BlockLength;

    private readonly ReductionKind _kind;

    internal static int CountChunks(int length) => (int)(((long)length + ChunkLength - 1) / ChunkLength);

    /// <summary>Starts a total.</summary>
    /// <param name="kind">What is done with the terms.</param>
    public Reduction(ReductionKind kind)
    {
        _kind = kind;
        Total = Identity(kind);
    }

    /// <summary>The total of the blocks so far.</summary>
    public double Total { get; private set; }

    /// <summary>Takes in one block: <see cref="BlockLength"/> terms, or what is left at the end.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="terms">The terms.</param>
    public void Add<T>(scoped ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Total = AddBlock(_kind, Total, terms);

    /// <summary>The total of a total and one block.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="total">The total of the blocks before.</param>
    /// <param name="terms">The terms of the block.</param>
    /// <returns>Their total.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double AddBlock<T>(ReductionKind kind, double total, scoped ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => kind == ReductionKind.Sum ? total + ColumnSums.Sum(terms)
            : Combine(kind, total, kind == ReductionKind.Max ? Extreme<T, Maximum>(terms, T.NegativeInfinity) : Extreme<T, Minimum>(terms, T.PositiveInfinity));

    /// <summary>Takes in the squares of one block of values; each is widened to <see cref="double"/> before it is squared.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The values: <see cref="BlockLength"/>, or what is left at the end.</param>
    internal void AddSquares<T>(scoped ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Total += ColumnSums.SumOfSquares(values);

    /// <summary>Two totals together.</summary>
    internal static double Combine(ReductionKind kind, double first, double second) => kind switch
    {
        ReductionKind.Sum => first + second,
        ReductionKind.Max => Math.Max(first, second),
        _ => Math.Min(first, second),
    };

    /// <summary>The total of no terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Identity(ReductionKind kind) => kind switch
    {
        ReductionKind.Max => double.NegativeInfinity,
        ReductionKind.Min => double.PositiveInfinity,
        _ => 0,
    };

    /// <summary>An extreme of terms, whose order does not matter. It is several instructions, for NaN and zero: four vectors of them do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Extreme<T, TKind>(ReadOnlySpan<T> terms, T start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ICombination
    {
        ref var first = ref MemoryMarshal.GetReference(terms);
        var (index, total) = (0, start);
        if (Vector512.IsHardwareAccelerated && terms.Length >= Vector512<T>.Count)
        {
            Vector512<T> a = Vector512.Create(start), b = a, c = a, d = a;
            for (; index <= terms.Length - (4 * Vector512<T>.Count); index += 4 * Vector512<T>.Count)
            {
                a = TKind.Of(a, Vector512.LoadUnsafe(ref first, (nuint)index));
                b = TKind.Of(b, Vector512.LoadUnsafe(ref first, (nuint)(index + Vector512<T>.Count)));
                c = TKind.Of(c, Vector512.LoadUnsafe(ref first, (nuint)(index + (2 * Vector512<T>.Count))));
                d = TKind.Of(d, Vector512.LoadUnsafe(ref first, (nuint)(index + (3 * Vector512<T>.Count))));
            }

            for (; index <= terms.Length - Vector512<T>.Count; index += Vector512<T>.Count)
            {
                a = TKind.Of(a, Vector512.LoadUnsafe(ref first, (nuint)index));
            }

            var all = TKind.Of(TKind.Of(a, b), TKind.Of(c, d));
            var half = TKind.Of(all.GetLower(), all.GetUpper());
            var quarter = TKind.Of(half.GetLower(), half.GetUpper());
            total = quarter[0];
            for (var lane = 1; lane < Vector128<T>.Count; lane++)
            {
                total = TKind.Of(total, quarter[lane]);
            }
        }
        else if (terms.Length >= Vector<T>.Count)
        {
            Vector<T> a = Vector.Create(start), b = a, c = a, d = a;
            for (; index <= terms.Length - (4 * Vector<T>.Count); index += 4 * Vector<T>.Count)
            {
                a = TKind.Of(a, Vector.LoadUnsafe(ref first, (nuint)index));
                b = TKind.Of(b, Vector.LoadUnsafe(ref first, (nuint)(index + Vector<T>.Count)));
                c = TKind.Of(c, Vector.LoadUnsafe(ref first, (nuint)(index + (2 * Vector<T>.Count))));
                d = TKind.Of(d, Vector.LoadUnsafe(ref first, (nuint)(index + (3 * Vector<T>.Count))));
            }

            for (; index <= terms.Length - Vector<T>.Count; index += Vector<T>.Count)
            {
                a = TKind.Of(a, Vector.LoadUnsafe(ref first, (nuint)index));
            }

            var all = TKind.Of(TKind.Of(a, b), TKind.Of(c, d));
            for (var lane = 0; lane < Vector<T>.Count; lane++)
            {
                total = TKind.Of(total, all[lane]);
            }
        }

        for (; index < terms.Length; index++)
        {
            total = TKind.Of(total, terms[index]);
        }

        return double.CreateTruncating(total);
    }
}
