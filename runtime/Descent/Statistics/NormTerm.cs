using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// What a chunk, a tensor or all tensors give to the norm (Σ |x|ᵖ)^(1/p), which for p = ∞ is max |x|. The sum is taken as it stands where
/// that serves; where it would overflow or vanish though the norm does not, it is taken of ratios to the largest magnitude.
/// </summary>
/// <param name="Plain">Σ |x|ᵖ for p = 1 and 2, which may have overflowed or vanished; NaN for other p.</param>
/// <param name="Largest">The largest magnitude, or NaN if a value is not a number, where the plain sum does not serve.</param>
/// <param name="Relative">Σ (|x| / largest)ᵖ there.</param>
internal readonly record struct NormTerm(double Plain, double Largest, double Relative)
{
    /// <summary>2⁻⁹⁶⁰: a smaller sum of squares may have lost bits, for squares below 2⁻¹⁰²² lose theirs.</summary>
    internal const double SmallestPlain = 1.0261342003245941e-289;

    /// <summary>Whether a value is infinite or not a number.</summary>
    public bool HasBad => !Serves(Plain) && !double.IsFinite(Largest);

    /// <summary>The term of a chunk. Powers are taken and added in <see cref="double"/>, by the tree of all reductions.</summary>
    public static NormTerm Of<T>(ReadOnlySpan<T> values, double order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var plain = order switch
        {
            1 => OfMagnitudes(ReductionKind.Sum, values),
            2 => SumOfSquares(values),
            _ => double.NaN,
        };
        if (Serves(plain))
        {
            return new(plain, 0, 0);
        }

        var largest = LargestMagnitude(values);
        var relative = !IsOrdinary(largest) ? 0 : double.IsPositiveInfinity(order) ? 1 : SumOfRatios(values, largest, order);
        return new(plain, largest, relative);
    }

    /// <summary>The largest magnitude; NaN if a value is NaN, and 0 if there is none.</summary>
    public static double LargestMagnitude<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => values.IsEmpty ? 0 : OfMagnitudes(ReductionKind.Max, values);

    /// <summary>The term of a chunk from the sum of its squares and its largest magnitude; <see langword="null"/> if the values themselves are needed.</summary>
    public static NormTerm? OfSquares(double sum, double largest, double order)
        => order == 2 && Serves(sum) ? new(sum, 0, 0)
            : !IsOrdinary(largest) ? new(order switch { 1 => largest, 2 => sum, _ => double.NaN }, largest, 0)
            : null;

    /// <summary>The term of several together, added by the tree of all reductions.</summary>
    public static NormTerm Combine(ReadOnlySpan<NormTerm> terms, double order)
    {
        if (terms is [var only])
        {
            return only;
        }

        var plain = ReductionTree.TotalOf(ReductionKind.Sum, new PlainTerms(terms));
        if (Serves(plain))
        {
            return new(plain, 0, 0);
        }

        double largest = 0;
        foreach (ref readonly var term in terms)
        {
            largest = Math.Max(largest, term.Magnitude(order));
        }

        return new(plain, largest, IsOrdinary(largest) ? ReductionTree.TotalOf(ReductionKind.Sum, new RelativeTerms(terms, largest, order)) : 0);
    }

    /// <summary>The norm.</summary>
    public ScaledNorm Norm(double order)
        => Serves(Plain) ? new(1, Root(Plain, order)) : new(Largest, IsOrdinary(Largest) ? Root(Relative, order) : 1);

    private double Magnitude(double order) => Serves(Plain) ? Root(Plain, order) : Largest;

    private static bool Serves(double plain) => plain >= SmallestPlain && double.IsFinite(plain);

    private static bool IsOrdinary(double largest) => largest > 0 && double.IsFinite(largest);

    private static double Power(double ratio, double order) => order switch
    {
        1 => ratio,
        2 => ratio * ratio,
        _ => Math.Pow(ratio, order),
    };

    private static double Root(double sum, double order) => order switch
    {
        1 => sum,
        2 => Math.Sqrt(sum),
        _ => Math.Pow(sum, 1 / order),
    };

    /// <summary>The sum of the squares of a chunk's values, squared and added in <see cref="double"/>.</summary>
    private static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var reduction = new Reduction(ReductionKind.Sum);
        for (var start = 0; start < values.Length; start += Reduction.BlockLength)
        {
            reduction.AddSquares(values.Slice(start, Math.Min(Reduction.BlockLength, values.Length - start)));
        }

        return reduction.Total;
    }

    /// <summary>The sum of the magnitudes, or the largest; NaN if a value is NaN.</summary>
    private static double OfMagnitudes<T>(ReductionKind kind, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var reduction = new Reduction(kind);
        Span<T> magnitudes = stackalloc T[Reduction.BlockLength];
        for (var start = 0; start < values.Length; start += Reduction.BlockLength)
        {
            var block = values.Slice(start, Math.Min(Reduction.BlockLength, values.Length - start));
            var whole = MemoryMarshal.Cast<T, Vector<T>>(block);
            var wholeMagnitudes = MemoryMarshal.Cast<T, Vector<T>>(magnitudes);
            for (var index = 0; index < whole.Length; index++)
            {
                wholeMagnitudes[index] = Vector.Abs(whole[index]);
            }

            for (var index = whole.Length * Vector<T>.Count; index < block.Length; index++)
            {
                magnitudes[index] = T.Abs(block[index]);
            }

            reduction.Add<T>(magnitudes[..block.Length]);
        }

        return reduction.Total;
    }

    private static double SumOfRatios<T>(ReadOnlySpan<T> values, double largest, double order)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var reduction = new Reduction(ReductionKind.Sum);
        Span<double> powers = stackalloc double[Reduction.BlockLength];
        for (var start = 0; start < values.Length; start += Reduction.BlockLength)
        {
            var block = values.Slice(start, Math.Min(Reduction.BlockLength, values.Length - start));
            for (var index = 0; index < block.Length; index++)
            {
                powers[index] = Power(Math.Abs(double.CreateTruncating(block[index])) / largest, order);
            }

            reduction.Add<double>(powers[..block.Length]);
        }

        return reduction.Total;
    }

    private readonly ref struct PlainTerms(ReadOnlySpan<NormTerm> terms) : ITerms
    {
        private readonly ReadOnlySpan<NormTerm> _terms = terms;

        public int Count => _terms.Length;

        public void CopyTo(int start, scoped Span<double> block)
        {
            for (var index = 0; index < block.Length; index++)
            {
                block[index] = _terms[start + index].Plain;
            }
        }
    }

    /// <summary>The terms as sums of ratios to the largest magnitude of all.</summary>
    private readonly ref struct RelativeTerms(ReadOnlySpan<NormTerm> terms, double largest, double order) : ITerms
    {
        private readonly ReadOnlySpan<NormTerm> _terms = terms;

        public int Count => _terms.Length;

        public void CopyTo(int start, scoped Span<double> block)
        {
            for (var index = 0; index < block.Length; index++)
            {
                ref readonly var term = ref _terms[start + index];
                block[index] = (Serves(term.Plain) ? 1 : term.Relative) * Power(term.Magnitude(order) / largest, order);
            }
        }
    }
}
