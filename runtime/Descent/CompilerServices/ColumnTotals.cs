using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>The totals of one tensor's reductions over columns while a step is under way. A reduction takes its memory when its first row comes.</summary>
/// <param name="shape">The tensor.</param>
/// <param name="reductions">The number of reductions in a step, those over something else included.</param>
internal sealed class ColumnTotals(MatrixShape shape, int reductions)
{
    private readonly ColumnTotal?[] _totals = new ColumnTotal?[reductions];
    private double[]? _noRows;

    /// <summary>A total, once all rows have left their terms and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="column">The column.</param>
    /// <returns>The total over the column; 0 where there were no rows, whose weights would use it.</returns>
    public double this[int reduction, int column] => _totals[reduction] is { } total ? total[column] : 0;

    /// <summary>The total of the first column, which those of the others follow; 0 where there were no rows.</summary>
    public ref readonly double First(int reduction)
    {
        if (_totals[reduction] is { } total)
        {
            return ref total[0];
        }

        return ref (_noRows ??= new double[ColumnTotal.StrideOf(shape)])[0];
    }

    /// <summary>Gets the totals of a row's band ready for its terms: those of the first row begin with what does not change them.</summary>
    /// <typeparam name="T">The type of the terms.</typeparam>
    /// <returns>The place of the totals of the first column, for <see cref="At"/>.</returns>
    public int BeginRow<T>(int reduction, ReductionKind kind, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Of(reduction, kind, areFloat: kind != ReductionKind.Sum && typeof(T) == typeof(float)).BeginRow(row);

    /// <summary>Where the total at a place lies: a <see cref="double"/> of a sum, of an extreme one of the type of its terms.</summary>
    public ref byte At(int reduction, int place) => ref _totals[reduction]!.At(place);

    /// <summary>Where the totals of a band go, in <see cref="double"/>.</summary>
    public Span<double> BandOf(int reduction, ReductionKind kind, int band) => Of(reduction, kind, areFloat: false).BandOf(band);

    /// <summary>Whether rows have left terms since this was asked last, and whether their totals are <see cref="float"/>.</summary>
    public bool TakeHasTerms(int reduction, out bool areFloat)
    {
        areFloat = _totals[reduction]?.AreFloat == true;
        return _totals[reduction]?.TakeHasTerms() == true;
    }

    /// <summary>How many bytes the totals of the bands of so many weights take.</summary>
    public int BytesOf(int length, bool areFloat) => ColumnTotal.BytesOf(shape, length, areFloat);

    /// <summary>Copies what the bands left, as <see cref="float"/> where other ranks have it so: an extreme that a device left is one.</summary>
    public void CopyBands(int reduction, bool areFloat, Span<byte> destination) => _totals[reduction]!.CopyBands(areFloat, destination);

    /// <summary>Combines the totals of the bands of a whole tensor, of which those that are kept here are some.</summary>
    public void CombineWhole(int reduction, ReductionKind kind, bool areFloat, ReadOnlySpan<byte> bands)
        => (_totals[reduction] ?? Of(reduction, kind, areFloat)).Combine(areFloat, bands);

    /// <summary>Combines the totals of the bands of what has had terms since. No row may be under way.</summary>
    public void Combine()
    {
        foreach (var total in _totals)
        {
            if (total?.TakeHasTerms() == true)
            {
                total.Combine();
            }
        }
    }

    private ColumnTotal Of(int reduction, ReductionKind kind, bool areFloat)
    {
        if (Volatile.Read(ref _totals[reduction]) is not { } total || total.AreFloat != areFloat)
        {
            lock (_totals)
            {
                total = _totals[reduction] is { } made && made.AreFloat == areFloat ? made : new(shape, kind, areFloat);
                Volatile.Write(ref _totals[reduction], total);
            }
        }

        return total;
    }
}
