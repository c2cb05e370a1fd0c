using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    private static void Add<TTotal, T>(ReductionKind kind, Span<TTotal> totals, ReadOnlySpan<T> terms, bool isFirst)
        where TTotal : unmanaged, IBinaryFloatingPointIeee754<TTotal>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (isFirst)
        {
            totals.Fill(TTotal.CreateTruncating(Reduction.Identity(kind)));
        }

        switch (kind)
        {
            case ReductionKind.Sum:
                AddTerms<TTotal, T, Sums>(totals, terms);
                break;
            case ReductionKind.Max:
                AddTerms<TTotal, T, Largest>(totals, terms);
                break;
            default:
                AddTerms<TTotal, T, Smallest>(totals, terms);
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

    /// <summary>What the bands left.</summary>
    public ReadOnlySpan<byte> BandsOf(int reduction) => MemoryMarshal.AsBytes(_bands[reduction].AsSpan());

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
        var identity = Reduction.Identity(kind);
        switch (kind)
        {
            case ReductionKind.Sum:
                CombineBands<T, Sums>(bands, totals, identity);
                break;
            case ReductionKind.Max:
                CombineBands<T, Largest>(bands, totals, identity);
                break;
            default:
                CombineBands<T, Smallest>(bands, totals, identity);
                break;
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
        where TKind : struct, IKind
    {
        ref var total = ref MemoryMarshal.GetReference(totals);
        ref var term = ref MemoryMarshal.GetReference(terms);
        var whole = terms.Length - (terms.Length % Vector<T>.Count);
        for (nuint index = 0; index < (nuint)whole; index += (nuint)Vector<T>.Count)
        {
            if (typeof(T) == typeof(TTotal))
            {
                TKind.Of(Vector.LoadUnsafe(ref total, index), Vector.LoadUnsafe(ref term, index).As<T, TTotal>()).StoreUnsafe(ref total, index);
                continue;
            }

            Vector.Widen(Vector.LoadUnsafe(ref term, index).As<T, float>(), out var lower, out var upper);
            var next = index + (nuint)Vector<TTotal>.Count;
            TKind.Of(Vector.LoadUnsafe(ref total, index), lower.As<double, TTotal>()).StoreUnsafe(ref total, index);
            TKind.Of(Vector.LoadUnsafe(ref total, next), upper.As<double, TTotal>()).StoreUnsafe(ref total, next);
        }

        for (var index = whole; index < terms.Length; index++)
        {
            totals[index] = TKind.Of(totals[index], TTotal.CreateTruncating(terms[index]));
        }
    }

    /// <summary>What is done with a total and a term.</summary>
    private interface IKind
    {
        static abstract Vector<T> Of<T>(Vector<T> total, Vector<T> term);

        static abstract T Of<T>(T total, T term)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private readonly struct Sums : IKind
    {
        public static Vector<T> Of<T>(Vector<T> total, Vector<T> term) => total + term;

        public static T Of<T>(T total, T term)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => total + term;
    }

    private readonly struct Largest : IKind
    {
        public static Vector<T> Of<T>(Vector<T> total, Vector<T> term) => Vector.Max(total, term);

        public static T Of<T>(T total, T term)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(total, term);
    }

    private readonly struct Smallest : IKind
    {
        public static Vector<T> Of<T>(Vector<T> total, Vector<T> term) => Vector.Min(total, term);

        public static T Of<T>(T total, T term)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Min(total, term);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CombineBands<T, TKind>(ReadOnlySpan<T> bands, Span<double> totals, double identity)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, IKind
    {
        var count = totals.Length == 0 ? 0 : bands.Length / totals.Length;
        if (count == 1)
        {
            Widen(bands[..totals.Length], totals);
            return;
        }

        // As ColumnSums adds the one row of a block: columns eight apart, then the eight sums, and both to the nothing that a total starts with.
        Span<Vector<double>> values = stackalloc Vector<double>[MatrixShape.MaxBands];
        var nothing = Vector.Create(identity);
        Span<double> padded = stackalloc double[Vector<double>.Count];
        for (var column = 0; column < totals.Length; column += Vector<double>.Count)
        {
            var width = Math.Min(Vector<double>.Count, totals.Length - column);
            values[count..].Fill(nothing);
            for (var band = 0; band < count; band++)
            {
                Widen(bands.Slice((band * totals.Length) + column, width), padded);
                values[band] = TKind.Of(nothing, Vector.Create<double>(padded));
            }

            for (var lane = 0; lane < 8; lane++)
            {
                values[lane] = TKind.Of(TKind.Of(values[lane], values[lane + 8]), TKind.Of(values[lane + 16], values[lane + 24]));
            }

            for (var lane = 0; lane < 4; lane++)
            {
                values[lane] = TKind.Of(values[lane], values[lane + 4]);
            }

            var total = TKind.Of(nothing, TKind.Of(TKind.Of(values[0], values[1]), TKind.Of(values[2], values[3])));
            total.CopyTo(padded);
            padded[..width].CopyTo(totals[column..]);
        }
    }

    private static void Widen<T>(ReadOnlySpan<T> values, Span<double> widened)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(values).CopyTo(widened);
            return;
        }

        for (var index = 0; index < values.Length; index++)
        {
            widened[index] = double.CreateTruncating(values[index]);
        }
    }
}
