using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Terms of a reduction, wherever they come from.</summary>
internal interface ITerms
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>Writes as many of them as the block has room for.</summary>
    /// <param name="start">The first.</param>
    /// <param name="block">Where they are written.</param>
    void CopyTo(int start, scoped Span<double> block);
}

/// <summary>
/// The one tree of all reductions, whatever is reduced: terms in blocks and those in chunks (<see cref="Reduction"/>), the chunks' totals
/// as terms in blocks and chunks again, and so on until one value is left.
/// </summary>
/// <remarks>
/// A term goes through at most <see cref="Reduction.BlockLength"/> / 32 + 5 additions in its block and 16 in its chunk, and so does each
/// total on its way up: the error of a sum of n terms is at most 37 · ⌈log₈₁₉₂ n⌉ · 2⁻⁵³ of the sum of their magnitudes, to first order.
/// </remarks>
internal static class ReductionTree
{
    /// <summary>The total of terms.</summary>
    public static double TotalOf<T>(ReductionKind kind, ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => TotalOf(kind, new SpanTerms<T>(terms));

    /// <summary>The total of totals: the upper part of the tree. One total is left as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Combine(ReductionKind kind, ReadOnlySpan<double> totals) => totals is [var only] ? only : TotalOf(kind, totals);

    /// <summary>The total of terms that are read block by block, at most three blocks at a time.</summary>
    public static double TotalOf<TTerms>(ReductionKind kind, in TTerms terms)
        where TTerms : struct, ITerms, allows ref struct
        => TotalOf(kind, in terms, 0, terms.Count);

    private static double TotalOf<TTerms>(ReductionKind kind, in TTerms terms, int start, int count)
        where TTerms : struct, ITerms, allows ref struct
    {
        // What the values of the topmost chunk stand for: a term each, or the total of 8192 terms, or of 8192 such totals.
        long share = 1;
        while (share * Reduction.ChunkLength < count)
        {
            share *= Reduction.ChunkLength;
        }

        var values = (int)((count + share - 1) / share);
        var reduction = new Reduction(kind);
        Span<double> block = stackalloc double[Reduction.BlockLength];
        for (var first = 0; first < values; first += Reduction.BlockLength)
        {
            var filled = block[..Math.Min(Reduction.BlockLength, values - first)];
            if (share == 1)
            {
                terms.CopyTo(start + first, filled);
            }
            else
            {
                for (var index = 0; index < filled.Length; index++)
                {
                    var below = (int)((first + index) * share);
                    filled[index] = TotalOf(kind, in terms, start + below, (int)Math.Min(share, count - below));
                }
            }

            reduction.Add<double>(filled);
        }

        return reduction.Total;
    }

    private readonly ref struct SpanTerms<T>(ReadOnlySpan<T> terms) : ITerms
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ReadOnlySpan<T> _terms = terms;

        public int Count => _terms.Length;

        public void CopyTo(int start, scoped Span<double> block)
        {
            if (typeof(T) == typeof(double))
            {
                MemoryMarshal.Cast<T, double>(_terms.Slice(start, block.Length)).CopyTo(block);
                return;
            }

            for (var index = 0; index < block.Length; index++)
            {
                block[index] = double.CreateTruncating(_terms[start + index]);
            }
        }
    }
}
