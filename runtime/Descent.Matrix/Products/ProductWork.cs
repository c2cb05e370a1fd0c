using System.Numerics;
using Descent.Engine;

namespace Descent.Matrices;

/// <summary>Computes products of matrices of one type.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract class ProductWork<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes a product.</summary>
    /// <param name="product">The product, whose memory stays where it is.</param>
    /// <param name="degree">The most threads.</param>
    /// <param name="scheduler">Where they come from.</param>
    public abstract void Run(in Product<T> product, int degree, TaskScheduler? scheduler);
}

/// <summary>
/// Computes products with vectors of one width. Terms are taken in chunks whose factors fit into the cache that threads share; of each
/// chunk, the factors are packed and then the tiles of the result computed, in any order and by any thread.
/// </summary>
/// <typeparam name="TVectors">The vectors' operations.</typeparam>
/// <typeparam name="TVector">A vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class ProductWork<TVectors, TVector, T> : ProductWork<T>, IWork
    where TVectors : IVectors<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many bytes the packed factors of a chunk may have.</summary>
    private const long ChunkBytes = 16 << 20;

    /// <summary>Below so many terms of all elements together, waking other threads costs more than they save.</summary>
    private const long SmallestParallelTerms = 1 << 21;

    private readonly AlignedMemory _leftMemory = new(), _rightMemory = new(), _sumsMemory = new(), _partialMemory = new();
    private int[] _slots = [];
    private Product<T> _product;
    private T* _left, _right, _sums, _partial;
    private int _firstTerm, _depth, _rowTiles, _columnTiles;
    private bool _isPacking;

    private static int Panel => MicroKernel.Vectors * TVectors.Width;

    private int PaddedRows => Padded(_product.Rows, MicroKernel.Rows);

    private int PaddedColumns => Padded(_product.Columns, Panel);

    private bool IsLastChunk => _firstTerm + _depth == _product.Depth;

    /// <inheritdoc/>
    public override void Run(in Product<T> product, int degree, TaskScheduler? scheduler)
    {
        _product = product;
        var terms = (long)product.Rows * product.Columns * product.Depth;
        (_rowTiles, _columnTiles) = (Padded(product.Rows, Tile<T>.Side) / Tile<T>.Side, Padded(product.Columns, Tile<T>.Side) / Tile<T>.Side);
        var tiles = product.IsSymmetric ? _rowTiles * (_rowTiles + 1) / 2 : _rowTiles * _columnTiles;
        var threads = terms < SmallestParallelTerms ? 1 : Math.Min(degree, tiles);
        var chunk = ChunkDepth();
        _left = _leftMemory.Room<T>((long)PaddedRows * chunk);
        _right = _rightMemory.Room<T>((long)PaddedColumns * chunk);
        _sums = _sumsMemory.Room<T>((long)threads * Tile<T>.Side * Tile<T>.Side);
        _slots = _slots.Length >= threads ? _slots : new int[threads];

        // An addend that is the result itself is needed until the end.
        _partial = chunk >= product.Depth || product.Addend != product.Result ? product.Result : _partialMemory.Room<T>((long)product.Rows * product.Columns);
        for (_firstTerm = 0; _firstTerm < product.Depth; _firstTerm += chunk)
        {
            _depth = Math.Min(chunk, product.Depth - _firstTerm);
            _isPacking = true;
            WorkerTeam.Shared.Run(this, 0, _rowTiles + _columnTiles, threads, scheduler);
            _isPacking = false;
            WorkerTeam.Shared.Run(this, 0, tiles, threads, scheduler);
        }
    }

    void IWork.Run(int item)
    {
        if (_isPacking)
        {
            Pack(item);
            return;
        }

        var slot = 0;
        while (Interlocked.Exchange(ref _slots[slot], 1) != 0)
        {
            slot = (slot + 1) % _slots.Length;
        }

        var (rowTile, columnTile) = TileAt(item);
        ComputeTile(new(rowTile * Tile<T>.Side, columnTile * Tile<T>.Side, in _product), _sums + ((nint)slot * Tile<T>.Side * Tile<T>.Side));
        Volatile.Write(ref _slots[slot], 0);
    }

    private static int Padded(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    /// <summary>How many terms a chunk has, a multiple of the kernel's depth: chunks of about one size.</summary>
    private int ChunkDepth()
    {
        var most = Math.Max(MicroKernel.Depth, ChunkBytes / sizeof(T) / (PaddedRows + PaddedColumns));
        var chunks = (_product.Depth + most - 1) / most;
        return Padded((int)((_product.Depth + chunks - 1) / chunks), MicroKernel.Depth);
    }

    private (int Row, int Column) TileAt(int item)
    {
        if (!_product.IsSymmetric)
        {
            return (item % _rowTiles, item / _rowTiles);
        }

        var row = 0;
        for (; item > row; row++)
        {
            item -= row + 1;
        }

        return (row, item);
    }

    private void Pack(int item)
    {
        if (item < _rowTiles)
        {
            var row = item * Tile<T>.Side;
            Packing.Left(
                _product.Left, row, Math.Min(Tile<T>.Side, _product.Rows - row), _firstTerm, _depth, LeftAt(0, row), (nint)MicroKernel.Depth * PaddedRows);
            return;
        }

        var column = (item - _rowTiles) * Tile<T>.Side;
        for (var start = 0; start < _depth; start += MicroKernel.Depth)
        {
            Packing.Right<TVectors, TVector, T>(
                _product.Right, column, Math.Min(Tile<T>.Side, _product.Columns - column), _firstTerm + start, Math.Min(MicroKernel.Depth, _depth - start),
                RightAt(start, column));
        }
    }

    private void ComputeTile(Tile<T> tile, T* sums)
    {
        if (_firstTerm > 0)
        {
            tile.Load(_partial, sums, Panel);
        }

        for (var start = 0; start < _depth; start += MicroKernel.Depth)
        {
            var depth = Math.Min(MicroKernel.Depth, _depth - start);
            for (var column = 0; column < tile.Columns; column += Panel)
            {
                var right = RightAt(start, tile.Column + column);
                for (var row = tile.FirstRowOf(column, MicroKernel.Rows); row < tile.Rows; row += MicroKernel.Rows)
                {
                    if (start + depth == _depth)
                    {
                        tile.AskAhead(row, column, MicroKernel.Rows, Panel);
                    }

                    var left = LeftAt(start, tile.Row + row);
                    MicroKernel.Run<TVectors, TVector, T>(left, right, depth, sums + Tile<T>.Place(row, column, Panel), _firstTerm + start > 0);
                }
            }
        }

        if (IsLastChunk)
        {
            tile.Finish(sums, Panel);
        }
        else
        {
            tile.Save(sums, _partial, Panel);
        }
    }

    private T* LeftAt(int start, int row) => _left + ((nint)start * PaddedRows) + ((nint)row * MicroKernel.Depth);

    private T* RightAt(int start, int column) => _right + ((nint)start * PaddedColumns) + ((nint)column * MicroKernel.Depth);
}
