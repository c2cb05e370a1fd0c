using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>What the chunks of one tensor leave for its statistics, with the same bits for every number of threads.</summary>
internal sealed class ChunkStatistics(int length)
{
    private const int Weights = 0, Gradients = 1, Updates = 2, Largest = 3, Bad = 4;

    private readonly ReductionTotals _totals = new(length, 5);

    /// <summary>The sum of the squares of a chunk's values, squared and added in <see cref="double"/>.</summary>
    public static double SumOfSquares<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var reduction = new Reduction(ReductionKind.Sum);
        for (var start = 0; start < values.Length; start += Reduction.BlockLength)
        {
            reduction.AddSquares(values.Slice(start, Math.Min(Reduction.BlockLength, values.Length - start)));
        }

        return reduction.Total;
    }

    /// <summary>Takes in a chunk after a pass: its weights, the gradients that the rule was given, and the weights before, which it overwrites.</summary>
    public void Record<T>(int start, int pass, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, Span<T> before)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var gradientSquares = SumOfSquares(gradients);
        var largest = T.Zero;
        var bad = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            before[index] = weights[index] - before[index];
            largest = T.Max(largest, T.Abs(gradients[index]));
            bad += T.IsFinite(gradients[index]) ? 0 : 1;
        }

        _totals.Record(Weights, ReductionKind.Sum, start, SumOfSquares(weights));
        _totals.Record(Gradients, ReductionKind.Sum, start, gradientSquares);
        _totals.Record(Largest, ReductionKind.Max, start, double.CreateTruncating(largest));
        _totals.Record(Bad, ReductionKind.Sum, start, bad);
        var updateSquares = SumOfSquares<T>(before);
        if (pass == 0 || updateSquares != 0)
        {
            // One pass of all writes the weights.
            _totals.Record(Updates, ReductionKind.Sum, start, updateSquares);
        }
    }

    /// <summary>The statistics of the last step that collected them.</summary>
    public ParameterStatistics Last { get; private set; }

    public void Combine(int step)
    {
        _totals.Combine();
        Last = new(
            step, Math.Sqrt(_totals[Weights]), Math.Sqrt(_totals[Gradients]), Math.Sqrt(_totals[Updates]), Math.Max(0, _totals[Largest]), (long)_totals[Bad]);
    }
}
