using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Descent.CompilerServices;

namespace Descent.Checkpoints;

/// <summary>A copy of the tensors of a checkpoint, whose memory is used again for the next: what is written beside the training.</summary>
internal sealed class CheckpointCopy
{
    /// <summary>A block has whole pieces.</summary>
    private const int Block = 64 * StoredTensor.Piece;

    private readonly List<byte[]> _blocks = [];

    /// <summary>Makes room for copies of tensors and has the system give the memory, with as many threads as are allowed.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="threads">The most threads.</param>
    public void Reserve(IReadOnlyList<StoredTensor> tensors, int threads)
    {
        var first = _blocks.Count;
        MakeRoom(Place(tensors).End);
        Parallel.For(first, _blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, index => Array.Clear(_blocks[index]));
    }

    /// <summary>Copies tensors, with as many threads as are allowed.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="threads">The most threads.</param>
    /// <returns>The copies, good until the next.</returns>
    public IReadOnlyList<StoredTensor> Take(IReadOnlyList<StoredTensor> tensors, int threads)
    {
        var (copies, end) = Place(tensors);
        MakeRoom(end);
        var pieces = new List<(CopiedTensor Copy, StoredTensor Tensor, long Start)>();
        foreach (var (copy, tensor) in copies.Zip(tensors))
        {
            for (var start = 0L; start < tensor.Bytes; start += StoredTensor.Piece)
            {
                pieces.Add((copy, tensor, start));
            }
        }

        Parallel.ForEach(pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
        {
            var length = (int)Math.Min(StoredTensor.Piece, piece.Tensor.Bytes - piece.Start);
            piece.Copy.Write(piece.Start, piece.Tensor.Read(piece.Start, length));
        });
        return copies;
    }

    /// <summary>Where the copies are, and where the last of them ends.</summary>
    private (List<CopiedTensor> Copies, long End) Place(IReadOnlyList<StoredTensor> tensors)
    {
        var copies = new List<CopiedTensor>(tensors.Count);
        var end = 0L;
        foreach (var tensor in tensors)
        {
            // A piece lies within a block: a tensor that would reach into the next piece begins there.
            if ((end % StoredTensor.Piece) + tensor.Bytes > StoredTensor.Piece)
            {
                end = (end + StoredTensor.Piece - 1) / StoredTensor.Piece * StoredTensor.Piece;
            }

            copies.Add(new(this, tensor, end));
            end += (tensor.Bytes + CacheLine.Size - 1) / CacheLine.Size * CacheLine.Size;
        }

        return (copies, end);
    }

    private void MakeRoom(long end)
    {
        while ((long)_blocks.Count * Block < end)
        {
            // Pinned, so that where a block begins on a cache line stays true.
            _blocks.Add(GC.AllocateUninitializedArray<byte>(Block + CacheLine.Size, pinned: true));
        }
    }

    private Span<byte> At(long start, int length)
    {
        var block = _blocks[(int)(start / Block)];
        var offset = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(block, 0) & (CacheLine.Size - 1));
        return block.AsSpan(offset + (int)(start % Block), length);
    }

    /// <summary>
    /// Copies past the caches, which the training has use for: a copy that is written there would be read before, and then take the place of weights. It goes on in four
    /// places at once, of which the hardware reads each ahead: from memory that takes four fifths of the time of one.
    /// </summary>
    private static unsafe void CopyPast(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var quarter = (nint)(source.Length / (4 * CacheLine.Size) * CacheLine.Size);
        fixed (byte* from = source, to = destination)
        {
            if (!Vector256.IsHardwareAccelerated || ((nuint)to & (CacheLine.Size - 1)) != 0)
            {
                source.CopyTo(destination);
                return;
            }

            for (nint i = 0; i < quarter; i += CacheLine.Size)
            {
                CopyLine(from + i, to + i);
                CopyLine(from + quarter + i, to + quarter + i);
                CopyLine(from + (2 * quarter) + i, to + (2 * quarter) + i);
                CopyLine(from + (3 * quarter) + i, to + (3 * quarter) + i);
            }
        }

        source[(4 * (int)quarter)..].CopyTo(destination[(4 * (int)quarter)..]);
        Interlocked.MemoryBarrier();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void CopyLine(byte* from, byte* to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512.Load(from).StoreAlignedNonTemporal(to);
        }
        else
        {
            var (low, high) = (Vector256.Load(from), Vector256.Load(from + Vector256<byte>.Count));
            low.StoreAlignedNonTemporal(to);
            high.StoreAlignedNonTemporal(to + Vector256<byte>.Count);
        }
    }

    private sealed class CopiedTensor(CheckpointCopy copy, StoredTensor tensor, long place) : StoredTensor(tensor.Name, tensor.Type, tensor.Shape)
    {
        public override ReadOnlySpan<byte> Read(long start, int length) => copy.At(place + start, length);

        public override void Write(long start, ReadOnlySpan<byte> bytes) => CopyPast(bytes, copy.At(place + start, bytes.Length));
    }
}
