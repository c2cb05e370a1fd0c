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
/// A total over the terms of a tensor, in <see cref="double"/>, by one fixed tree: blocks of <see cref="BlockLength"/> terms, each summed
/// in sixteen columns whose sums are added pairwise, and the blocks one after the other. The tree does not know how wide the hardware's
/// vectors are, so neither do the bits. Not meant to be called by hand.
/// </summary>
/// <remarks>
/// The error of a sum of n terms is at most (n / 16 + n / <see cref="BlockLength"/>) · 2⁻⁵³ of the sum of their magnitudes for a block
/// and its predecessors; far less than that in practice.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Reduction
{
    /// <summary>How many terms are reduced at a time; a multiple of every vector's length, and small enough to stay in the nearest cache.</summary>
    public const int BlockLength = 1024;

    private const int Columns = 16;
    private readonly ReductionKind _kind;

    /// <summary>Starts a total.</summary>
    /// <param name="kind">What is done with the terms.</param>
    public Reduction(ReductionKind kind)
    {
        _kind = kind;
        Total = kind switch
        {
            ReductionKind.Max => double.NegativeInfinity,
            ReductionKind.Min => double.PositiveInfinity,
            _ => 0,
        };
    }

    /// <summary>The total of the blocks so far.</summary>
    public double Total { get; private set; }

    /// <summary>Takes in one block: <see cref="BlockLength"/> terms, or what is left at the end.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="terms">The terms.</param>
    public void Add<T>(scoped ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Total = _kind switch
        {
            ReductionKind.Sum => Total + Sum(terms),
            ReductionKind.Max => Math.Max(Total, Extreme(terms, isMax: true)),
            _ => Math.Min(Total, Extreme(terms, isMax: false)),
        };

    private static double Sum<T>(ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector256<double> first = default, second = default, third = default, fourth = default;
        var whole = terms.Length - (terms.Length % Columns);
        for (var start = 0; start < whole; start += Columns)
        {
            Widen(terms.Slice(start, Columns), out var a, out var b, out var c, out var d);
            first += a;
            second += b;
            third += c;
            fourth += d;
        }

        if (whole < terms.Length)
        {
            Span<T> rest = stackalloc T[Columns];
            rest.Clear();
            terms[whole..].CopyTo(rest);
            Widen((ReadOnlySpan<T>)rest, out var a, out var b, out var c, out var d);
            first += a;
            second += b;
            third += c;
            fourth += d;
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
