using System.ComponentModel;
using System.Numerics;
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
/// each summed in sixteen columns whose sums are added pairwise, and the blocks one after the other; then the chunks one after the other
/// (<see cref="ReductionTotals"/>). The tree knows neither how wide the hardware's vectors are nor how many threads share the work, so
/// neither do the bits. Not meant to be called by hand.
/// </summary>
/// <remarks>
/// A term goes through at most <see cref="BlockLength"/> / 16 + 4 additions in its block, 8 in its chunk and one for each chunk: the error
/// of a sum of n terms is at most (76 + n / <see cref="ChunkLength"/>) · 2⁻⁵³ of the sum of their magnitudes, to first order.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Reduction
{
    /// <summary>How many terms are reduced at a time; a multiple of every vector's length, and small enough to stay in the nearest cache.</summary>
    public const int BlockLength = 1024;

    /// <summary>How many terms make a chunk: what one thread takes at a time, counted from the start of the tensor.</summary>
    public const int ChunkLength = 8 * BlockLength;

    private const int Columns = 16;
    private readonly ReductionKind _kind;

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
        => Total = Combine(_kind, Total, _kind == ReductionKind.Sum ? Sum(terms) : Extreme(terms, _kind == ReductionKind.Max));

    /// <summary>Takes in the squares of one block of values; each is widened to <see cref="double"/> before it is squared.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="values">The values: <see cref="BlockLength"/>, or what is left at the end.</param>
    internal void AddSquares<T>(scoped ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Total += Sum(values, squares: true);

    /// <summary>The total of all terms of a tensor, by the same tree: in blocks, and those in chunks.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="terms">The terms.</param>
    /// <returns>Their total.</returns>
    public static double TotalOf<T>(ReductionKind kind, scoped ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var total = Identity(kind);
        while (!terms.IsEmpty)
        {
            var chunk = terms[..Math.Min(ChunkLength, terms.Length)];
            terms = terms[chunk.Length..];
            var reduction = new Reduction(kind);
            for (var start = 0; start < chunk.Length; start += BlockLength)
            {
                reduction.Add(chunk.Slice(start, Math.Min(BlockLength, chunk.Length - start)));
            }

            total = Combine(kind, total, reduction.Total);
        }

        return total;
    }

    /// <summary>The total of totals, one after the other.</summary>
    /// <param name="kind">What is done with them.</param>
    /// <param name="totals">The totals.</param>
    /// <returns>Their total; that of no terms if there are none.</returns>
    public static double Combine(ReductionKind kind, scoped ReadOnlySpan<double> totals)
    {
        var combined = Identity(kind);
        foreach (var total in totals)
        {
            combined = Combine(kind, combined, total);
        }

        return combined;
    }

    /// <summary>The total of two totals.</summary>
    /// <param name="kind">What is done with them.</param>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <returns>Their total.</returns>
    public static double Combine(ReductionKind kind, double first, double second) => kind switch
    {
        ReductionKind.Sum => first + second,
        ReductionKind.Max => Math.Max(first, second),
        _ => Math.Min(first, second),
    };

    /// <summary>The total of no terms.</summary>
    /// <param name="kind">What is done with them.</param>
    /// <returns>0, or an infinity.</returns>
    public static double Identity(ReductionKind kind) => kind switch
    {
        ReductionKind.Max => double.NegativeInfinity,
        ReductionKind.Min => double.PositiveInfinity,
        _ => 0,
    };

    private static double Sum<T>(ReadOnlySpan<T> terms, bool squares = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> first = default, second = default, third = default, fourth = default;
        var whole = terms.Length - (terms.Length % Columns);
        for (var start = 0; start < whole; start += Columns)
        {
            Widen(terms.Slice(start, Columns), out var a, out var b, out var c, out var d);
            first += squares ? a * a : a;
            second += squares ? b * b : b;
            third += squares ? c * c : c;
            fourth += squares ? d * d : d;
        }

        if (whole < terms.Length)
        {
            Span<T> rest = stackalloc T[Columns];
            rest.Clear();
            terms[whole..].CopyTo(rest);
            Widen((ReadOnlySpan<T>)rest, out var a, out var b, out var c, out var d);
            first += squares ? a * a : a;
            second += squares ? b * b : b;
            third += squares ? c * c : c;
            fourth += squares ? d * d : d;
        }

        var sum = (first + second) + (third + fourth);
        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }

    private static void Widen<T>(
        ReadOnlySpan<T> terms, out Vector256<double> first, out Vector256<double> second, out Vector256<double> third, out Vector256<double> fourth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            var single = MemoryMarshal.Cast<T, float>(terms);
            (first, second) = Vector256.Widen(Vector256.Create(single[..8]));
            (third, fourth) = Vector256.Widen(Vector256.Create(single[8..]));
        }
        else
        {
            var values = MemoryMarshal.Cast<T, double>(terms);
            first = Vector256.Create(values[..4]);
            second = Vector256.Create(values[4..8]);
            third = Vector256.Create(values[8..12]);
            fourth = Vector256.Create(values[12..]);
        }
    }

    /// <summary>The order does not matter for an extreme: NaN wins, and +0 is greater than −0.</summary>
    private static double Extreme<T>(ReadOnlySpan<T> terms, bool isMax)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var start = isMax ? T.NegativeInfinity : T.PositiveInfinity;
        var extremes = Vector.Create(start);
        var index = 0;
        for (; index <= terms.Length - Vector<T>.Count; index += Vector<T>.Count)
        {
            var block = Vector.Create(terms.Slice(index, Vector<T>.Count));
            extremes = isMax ? Vector.Max(extremes, block) : Vector.Min(extremes, block);
        }

        var extreme = start;
        for (var lane = 0; lane < Vector<T>.Count; lane++)
        {
            extreme = isMax ? T.Max(extreme, extremes[lane]) : T.Min(extreme, extremes[lane]);
        }

        for (; index < terms.Length; index++)
        {
            extreme = isMax ? T.Max(extreme, terms[index]) : T.Min(extreme, terms[index]);
        }

        return double.CreateTruncating(extreme);
    }
}
