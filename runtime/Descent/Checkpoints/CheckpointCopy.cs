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

    /// <summary>Copies tensors, with as many threads as are allowed.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="threads">The most threads.</param>
    /// <returns>The copies, good until the next.</returns>
    public IReadOnlyList<StoredTensor> Take(IReadOnlyList<StoredTensor> tensors, int threads)
    {
        var copies = new List<CopiedTensor>(tensors.Count);
        var pieces = new List<(CopiedTensor Copy, StoredTensor Tensor, long Start)>();
        var end = 0L;
        foreach (var tensor in tensors)
        {
            // A piece lies within a block: a tensor that would reach into the next piece begins there.
            if ((end % StoredTensor.Piece) + tensor.Bytes > StoredTensor.Piece)
            {
                end = (end + StoredTensor.Piece - 1) / StoredTensor.Piece * StoredTensor.Piece;
            }

            var copy = new CopiedTensor(this, tensor, end);
            copies.Add(copy);
            for (var start = 0L; start < tensor.Bytes; start += StoredTensor.Piece)
            {
                pieces.Add((copy, tensor, start));
            }

            end += tensor.Bytes;
        }

        while ((long)_blocks.Count * Block < end)
        {
            // Pinned, so that where a block begins on a cache line stays true.
            var block = GC.AllocateUninitializedArray<byte>(Block + CacheLine.Size, pinned: true);
            LargePages.Ask(block);
            _blocks.Add(block);
        }

        Parallel.ForEach(pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
        {
            var length = (int)Math.Min(StoredTensor.Piece, piece.Tensor.Bytes - piece.Start);
            piece.Copy.Write(piece.Start, piece.Tensor.Read(piece.Start, length));
        });
        return copies;
    }

    private Span<byte> At(long start, int length)
    {
        var block = _blocks[(int)(start / Block)];
        var offset = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(block, 0) & (CacheLine.Size - 1));
        return block.AsSpan(offset + (int)(start % Block), length);
    }

    /// <summary>Copies past the caches, which the training has use for: a copy that is written there would be read before, and then take the place of weights.</summary>
    private static unsafe void CopyPast(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var whole = source.Length - (source.Length % (4 * Vector256<byte>.Count));
        fixed (byte* from = source, to = destination)
        {
            if (!Vector256.IsHardwareAccelerated || ((nuint)to & (nuint)(Vector256<byte>.Count - 1)) != 0)
            {
                source.CopyTo(destination);
                return;
            }

            for (var i = 0; i < whole; i += 4 * Vector256<byte>.Count)
            {
                Vector256.Load(from + i).StoreAlignedNonTemporal(to + i);
                Vector256.Load(from + i + Vector256<byte>.Count).StoreAlignedNonTemporal(to + i + Vector256<byte>.Count);
                Vector256.Load(from + i + (2 * Vector256<byte>.Count)).StoreAlignedNonTemporal(to + i + (2 * Vector256<byte>.Count));
                Vector256.Load(from + i + (3 * Vector256<byte>.Count)).StoreAlignedNonTemporal(to + i + (3 * Vector256<byte>.Count));
            }
        }

        source[whole..].CopyTo(destination[whole..]);
        Interlocked.MemoryBarrier();
    }

    private sealed class CopiedTensor(CheckpointCopy copy, StoredTensor tensor, long place) : StoredTensor(tensor.Name, tensor.Type, tensor.Shape)
    {
        public override ReadOnlySpan<byte> Read(long start, int length) => copy.At(place + start, length);

        public override void Write(long start, ReadOnlySpan<byte> bytes) => CopyPast(bytes, copy.At(place + start, bytes.Length));
    }
}
