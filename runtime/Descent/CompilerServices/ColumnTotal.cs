using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>
/// The totals of one reduction over the columns of a tensor. Each band of rows adds its rows in their order, whichever thread walks it; then the bands' totals are
/// added as one row of the tree of all reductions. The totals of a band begin on a line of the cache and are padded to whole vectors: what the padding of a row
/// leaves there nobody reads.
/// </summary>
internal sealed class ColumnTotal
{
    /// <summary>A multiple of the lanes of every vector.</summary>
    private const int Padding = CacheLine.Size / sizeof(float);

    private readonly MatrixShape _shape;
    private readonly ReductionKind _kind;
    private readonly int _stride;
    private readonly StateBuffer _bands;
    private readonly double[] _totals;
    private bool _hasTerms;

    public ColumnTotal(MatrixShape shape, ReductionKind kind, bool areFloat)
    {
        (_shape, _kind, AreFloat, _stride) = (shape, kind, areFloat, StrideOf(shape));
        _totals = new double[_stride];
        var length = checked(shape.Bands * _stride);
        _bands = areFloat ? StateBuffer.Create<float>(length) : StateBuffer.Create<double>(length);
    }

    /// <summary>Whether the bands' totals are <see cref="float"/>, as their terms are: an extreme is one of those.</summary>
    public bool AreFloat { get; }

    /// <summary>The total over a column, once combined; those of the next columns follow it.</summary>
    public ref readonly double this[int column] => ref _totals[column];

    /// <summary>How many bytes the totals of the bands of so many weights take.</summary>
    public static int BytesOf(MatrixShape shape, int length, bool areFloat)
        => shape.Columns == 0 ? 0 : checked(((length / shape.Columns) + shape.RowsOfBand - 1) / shape.RowsOfBand * StrideOf(shape) * (areFloat ? sizeof(float) : sizeof(double)));

    /// <summary>Where the total at a place lies.</summary>
    public ref byte At(int place) => ref Unsafe.AddByteOffset(ref _bands.First, (nint)place * (AreFloat ? sizeof(float) : sizeof(double)));

    /// <summary>How many columns there are with their padding.</summary>
    public static int StrideOf(MatrixShape shape) => checked(shape.Columns + Padding - 1) / Padding * Padding;

    /// <summary>Gets the totals of a row's band ready for its terms.</summary>
    /// <returns>The place of the first.</returns>
    public int BeginRow(int row)
    {
        var (band, rowOfBand) = Math.DivRem(row, _shape.RowsOfBand);
        var place = band * _stride;
        if (rowOfBand == 0)
        {
            Begin(place);
        }

        return place;
    }

    /// <summary>Where the totals of a band go.</summary>
    public Span<double> BandOf(int band)
    {
        _hasTerms = true;
        return _bands.Values<double>().Slice(band * _stride, _shape.Columns);
    }

    /// <summary>Whether rows have left terms since this was asked last.</summary>
    public bool TakeHasTerms()
    {
        var has = _hasTerms;
        _hasTerms = false;
        return has;
    }

    /// <summary>Copies what the bands left.</summary>
    public void CopyBands(bool areFloat, Span<byte> destination)
    {
        if (areFloat == AreFloat)
        {
            MemoryMarshal.CreateReadOnlySpan(ref _bands.First, destination.Length).CopyTo(destination);
            return;
        }

        var values = MemoryMarshal.Cast<byte, float>(destination);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = (float)_bands.At<double>(index);
        }
    }

    /// <summary>Combines the totals of the bands.</summary>
    public void Combine()
    {
        if (AreFloat)
        {
            Combine<float>(_bands.Values<float>());
        }
        else
        {
            Combine<double>(_bands.Values<double>());
        }
    }

    /// <summary>Combines totals of bands that came from elsewhere.</summary>
    public void Combine(bool areFloat, ReadOnlySpan<byte> bands)
    {
        if (areFloat)
        {
            Combine(MemoryMarshal.Cast<byte, float>(bands));
        }
        else
        {
            Combine(MemoryMarshal.Cast<byte, double>(bands));
        }
    }

    private void Begin(int place)
    {
        _hasTerms = true;
        if (AreFloat)
        {
            _bands.Values<float>().Slice(place, _stride).Fill((float)Reduction.Identity(_kind));
        }
        else
        {
            _bands.Values<double>().Slice(place, _stride).Fill(Reduction.Identity(_kind));
        }
    }

    private void Combine<T>(ReadOnlySpan<T> bands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_kind == ReductionKind.Sum)
        {
            AddBands(MemoryMarshal.Cast<T, double>(bands), _stride, _totals);
        }
        else if (bands.IsEmpty)
        {
            _totals.AsSpan().Fill(Reduction.Identity(_kind));
        }
        else if (_kind == ReductionKind.Max)
        {
            CompareBands<T, Maximum>(bands, _stride, _totals);
        }
        else
        {
            CompareBands<T, Minimum>(bands, _stride, _totals);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CompareBands<T, TKind>(ReadOnlySpan<T> bands, int stride, Span<double> totals)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKind : struct, ICombination
    {
        for (var column = 0; column < stride; column += Vector<T>.Count)
        {
            var extreme = Vector.Create(bands[column..]);
            for (var next = column + stride; next < bands.Length; next += stride)
            {
                extreme = TKind.Of(extreme, Vector.Create(bands[next..]));
            }

            if (typeof(T) == typeof(double))
            {
                extreme.As<T, double>().CopyTo(totals[column..]);
                continue;
            }

            Vector.Widen(extreme.As<T, float>(), out var lower, out var upper);
            lower.CopyTo(totals[column..]);
            upper.CopyTo(totals[(column + Vector<double>.Count)..]);
        }
    }

    /// <summary>
    /// The sums of the bands' totals, as <see cref="ColumnSums"/> adds the one row of a block: those eight bands apart, and then the eight sums. No total is −0, since each started
    /// with 0, so that bands which there are not are left out as if they were 0.
    /// </summary>
    private static void AddBands(ReadOnlySpan<double> bands, int stride, Span<double> totals)
    {
        if (bands.Length == stride)
        {
            bands.CopyTo(totals);
            return;
        }

        for (var column = 0; column < stride; column += Vector<double>.Count)
        {
            AddBands(bands.IsEmpty ? bands : bands[column..], stride).CopyTo(totals[column..]);
        }
    }

    /// <summary>The sums of the first columns of bands, each of which begins so many columns after the one before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector<double> AddBands(ReadOnlySpan<double> bands, int stride)
    {
        return ((Sum(bands, stride, 0) + Sum(bands, stride, 4)) + (Sum(bands, stride, 1) + Sum(bands, stride, 5)))
            + ((Sum(bands, stride, 2) + Sum(bands, stride, 6)) + (Sum(bands, stride, 3) + Sum(bands, stride, 7)));

        static Vector<double> Sum(ReadOnlySpan<double> bands, int stride, int band)
            => (At(bands, stride, band) + At(bands, stride, band + 8)) + (At(bands, stride, band + 16) + At(bands, stride, band + 24));

        static Vector<double> At(ReadOnlySpan<double> bands, int stride, int band)
            => (long)band * stride < bands.Length ? Vector.Create(bands[(band * stride)..]) : default;
    }
}
