using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>
/// The totals of one tensor's reductions over columns while a step is under way. Each band of rows adds its rows in their order, whichever
/// thread walks it; then the bands' totals are added as one row of the tree of all reductions.
/// </summary>
internal sealed class ColumnTotals
{
    private readonly MatrixShape _shape;
    private readonly double[]?[] _bands;
    private readonly double[]?[] _totals;
    private readonly ReductionKind[] _kinds;
    private readonly bool[] _hasTerms;

    /// <summary>Whether the bands' totals are <see cref="float"/>, as their terms are: an extreme is one of those.</summary>
    private readonly bool[] _areFloat;

    /// <summary>Has no memory yet: a reduction takes its own when its first terms come.</summary>
    /// <param name="shape">The tensor.</param>
    /// <param name="reductions">The number of reductions in a step, those over something else included.</param>
    public ColumnTotals(MatrixShape shape, int reductions)
    {
        _shape = shape;
        _bands = new double[reductions][];
        _totals = new double[reductions][];
        _kinds = new ReductionKind[reductions];
        _hasTerms = new bool[reductions];
        _areFloat = new bool[reductions];
    }

    /// <summary>A total, once all rows have left their terms and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="column">The column.</param>
    /// <returns>The total over the column.</returns>
    public double this[int reduction, int column] => _totals[reduction]![column];

    /// <summary>Takes in the terms of a part of a row.</summary>
    public void Add<T>(int reduction, ReductionKind kind, int row, int column, ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_bands[reduction] is null)
        {
            MakeRoom(reduction, kind, kind != ReductionKind.Sum && typeof(T) == typeof(float));
        }

        // Whoever comes first writes; that the others only read spares them the line of the cache.
        if (!_hasTerms[reduction])
        {
            _hasTerms[reduction] = true;
        }

        var (start, isFirst) = (((row / _shape.RowsOfBand) * _shape.Columns) + column, row % _shape.RowsOfBand == 0);
        if (_areFloat[reduction])
        {
            Add(kind, MemoryMarshal.Cast<double, float>(_bands[reduction].AsSpan()).Slice(start, terms.Length), MemoryMarshal.Cast<T, float>(terms), isFirst);
        }
        else
        {
            Add(kind, _bands[reduction].AsSpan(start, terms.Length), terms, isFirst);
        }
    }

    /// <summary>Where the totals of a band go, in <see cref="double"/>.</summary>
    public Span<double> BandOf(int reduction, ReductionKind kind, int band)
    {
        if (_bands[reduction] is null)
        {
            MakeRoom(reduction, kind, areFloat: false);
        }

        _hasTerms[reduction] = true;
        return _bands[reduction].AsSpan(band * _shape.Columns, _shape.Columns);
    }

    private static void Add<TTotal, T>(ReductionKind kind, Span<TTotal> totals, ReadOnlySpan<T> terms, bool isFirst)
        where TTotal : unmanaged, IBinaryFloatingPointIeee754<TTotal>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (isFirst)
        {
            totals.Fill(TTotal.CreateTruncating(Reduction.Identity(kind)));
        }

        AddTerms(kind, totals, terms);
    }

    private static void AddTerms<TTotal, T>(ReductionKind kind, Span<TTotal> totals, ReadOnlySpan<T> terms)
        where TTotal : unmanaged, IBinaryFloatingPointIeee754<TTotal>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case ReductionKind.Sum:
                AddTerms<TTotal, T, Addition>(totals, terms);
                break;
            case ReductionKind.Max:
                AddTerms<TTotal, T, Maximum>(totals, terms);
                break;
            default:
                AddTerms<TTotal, T, Minimum>(totals, terms);
                break;
        }
    }

    /// <summary>Whether rows have left terms since this was asked last, and whether their totals are <see cref="float"/>.</summary>
    public bool TakeHasTerms(int reduction, out bool areFloat)
    {
        areFloat = _areFloat[reduction];
        var has = _hasTerms[reduction];
        _hasTerms[reduction] = false;
        return has;
    }

    /// <summary>How many bytes the totals of the bands of so many weights take.</summary>
    public int BytesOf(int length, bool areFloat)
        => _shape.Columns == 0 ? 0 : checked(((length / _shape.Columns) + _shape.RowsOfBand - 1) / _shape.RowsOfBand * _shape.Columns * (areFloat ? sizeof(float) : sizeof(double)));

    /// <summary>Copies what the bands left, as <see cref="float"/> where other ranks have it so: an extreme that a device left is one.</summary>
    public void CopyBands(int reduction, bool areFloat, Span<byte> destination)
    {
        if (areFloat == _areFloat[reduction])
        {
            MemoryMarshal.AsBytes(_bands[reduction].AsSpan())[..destination.Length].CopyTo(destination);
            return;
        }

        var values = MemoryMarshal.Cast<byte, float>(destination);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (float)_bands[reduction]![index];
        }
    }

    /// <summary>Combines the totals of the bands of a whole tensor, of which those that are kept here are some.</summary>
    public void CombineWhole(int reduction, ReductionKind kind, bool areFloat, ReadOnlySpan<byte> bands)
    {
        var totals = _totals[reduction] ??= new double[_shape.Columns];
        if (areFloat)
        {
            Combine(kind, MemoryMarshal.Cast<byte, float>(bands), totals);
        }
        else
        {
            Combine(kind, MemoryMarshal.Cast<byte, double>(bands), totals);
        }
    }

    /// <summary>Combines the totals of the bands of what has had terms since. No row may be under way.</summary>
    public void Combine()
    {
        for (var reduction = 0; reduction < _bands.Length; reduction++)
        {
            if (!_hasTerms[reduction])
            {
                continue;
            }

            _hasTerms[reduction] = false;
            if (_areFloat[reduction])
            {
                Combine(_kinds[reduction], MemoryMarshal.Cast<double, float>(_bands[reduction].AsSpan())[..checked(_shape.Bands * _shape.Columns)], _totals[reduction]!);
            }
            else
            {
                Combine<double>(_kinds[reduction], _bands[reduction]!, _totals[reduction]!);
            }
        }
    }

    private static void Combine<T>(ReductionKind kind, ReadOnlySpan<T> bands, Span<double> totals)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (kind == ReductionKind.Sum)
        {
            AddBands(MemoryMarshal.Cast<T, double>(bands), totals);
            return;
        }

        totals.Fill(Reduction.Identity(kind));
        for (var start = 0; start < bands.Length; start += totals.Length)
        {
            AddTerms(kind, totals, bands.Slice(start, totals.Length));
        }
    }

    private void MakeRoom(int reduction, ReductionKind kind, bool areFloat)
    {
        lock (_kinds)
        {
            (_kinds[reduction], _areFloat[reduction]) = (kind, areFloat);
            _totals[reduction] ??= new double[_shape.Columns];
            _bands[reduction] ??= new double[checked(_shape.Bands * _shape.Columns)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTerms<TTotal, T, TKind>(Span<TTotal> totals, ReadOnlySpan<T> terms)
        where TTotal : unmanaged, IBinaryFloatingPointIeee754<TTotal>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ICombination
    {
        ref var total = ref MemoryMarshal.GetReference(totals);
        ref var term = ref MemoryMarshal.GetReference(terms);
        var index = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; index <= terms.Length - Vector512<TTotal>.Count; index += Vector512<TTotal>.Count)
            {
                var more = typeof(T) == typeof(TTotal) ? Vector512.LoadUnsafe(ref term, (nuint)index).As<T, TTotal>()
                    : ColumnSums.Widen512(ref Unsafe.As<T, float>(ref Unsafe.Add(ref term, index))).As<double, TTotal>();
                TKind.Of(Vector512.LoadUnsafe(ref total, (nuint)index), more).StoreUnsafe(ref total, (nuint)index);
            }
        }
        else
        {
            for (; index <= terms.Length - Vector<T>.Count; index += Vector<T>.Count)
            {
                if (typeof(T) == typeof(TTotal))
                {
                    TKind.Of(Vector.LoadUnsafe(ref total, (nuint)index), Vector.LoadUnsafe(ref term, (nuint)index).As<T, TTotal>()).StoreUnsafe(ref total, (nuint)index);
                    continue;
                }

                Vector.Widen(Vector.LoadUnsafe(ref term, (nuint)index).As<T, float>(), out var lower, out var upper);
                var next = (nuint)(index + Vector<TTotal>.Count);
                TKind.Of(Vector.LoadUnsafe(ref total, (nuint)index), lower.As<double, TTotal>()).StoreUnsafe(ref total, (nuint)index);
                TKind.Of(Vector.LoadUnsafe(ref total, next), upper.As<double, TTotal>()).StoreUnsafe(ref total, next);
            }
        }

        for (; index < terms.Length; index++)
        {
            totals[index] = TKind.Of(totals[index], TTotal.CreateTruncating(terms[index]));
        }
    }

    /// <summary>
    /// The sums of the bands' totals, as <see cref="ColumnSums"/> adds the one row of a block: those eight bands apart, and then the eight sums. No total is −0, since each started
    /// with 0, so that bands which there are not are left out as if they were 0.
    /// </summary>
    private static void AddBands(ReadOnlySpan<double> bands, Span<double> totals)
    {
        var (columns, width) = (totals.Length, Vector<double>.Count);
        if (bands.Length == columns)
        {
            bands.CopyTo(totals);
        }
        else if (columns >= width)
        {
            // The last vector ends with the last column.
            for (var column = 0; column < columns; column += width)
            {
                var place = Math.Min(column, columns - width);
                AddBands(bands[place..], columns).CopyTo(totals[place..]);
            }
        }
        else
        {
            Span<double> padded = stackalloc double[MatrixShape.MaxBands * width];
            padded.Clear();
            for (var band = 0; band * columns < bands.Length; band++)
            {
                bands.Slice(band * columns, columns).CopyTo(padded[(band * width)..]);
            }

            AddBands(padded, width).CopyTo(padded);
            padded[..columns].CopyTo(totals);
        }
    }

    /// <summary>The sums of the first columns of bands, each of which begins so many columns after the one before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector<double> AddBands(ReadOnlySpan<double> bands, int columns)
    {
        return ((Sum(bands, columns, 0) + Sum(bands, columns, 4)) + (Sum(bands, columns, 1) + Sum(bands, columns, 5)))
            + ((Sum(bands, columns, 2) + Sum(bands, columns, 6)) + (Sum(bands, columns, 3) + Sum(bands, columns, 7)));

        static Vector<double> Sum(ReadOnlySpan<double> bands, int columns, int band)
            => (At(bands, columns, band) + At(bands, columns, band + 8)) + (At(bands, columns, band + 16) + At(bands, columns, band + 24));

        static Vector<double> At(ReadOnlySpan<double> bands, int columns, int band)
            => (long)band * columns < bands.Length ? Vector.Create(bands[(band * columns)..]) : default;
    }
}
