using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>How the work is cut into pieces.</content>
internal sealed partial class StepPlan
{
    /// <summary>Into how many shares rows are cut at most. Which rows have gradients, and how many, changes from step to step; the shares do not.</summary>
    private const int MaxShares = 64;

    /// <summary>
    /// Into how many pieces a step is cut at least, where it has the weights: a thread that sleeps comes late, and all wait for the piece that is begun last.
    /// </summary>
    private const int LeastPieces = 16;

    /// <summary>How many weights a piece has at most, but for whole bands of rows. A tensor of no more is not cut where it is swept more than once.</summary>
    public static int PieceLength => 8 * Reduction.ChunkLength;

    /// <summary>How many weights a step has at least that is shared among threads: fewer are done before another has seen that there is something to do.</summary>
    private static int LeastShared => 2 * Reduction.ChunkLength;

    /// <summary>How many weights a piece of this step has at most.</summary>
    private int PieceLengthHere => Length < LeastShared
        ? PieceLength
        : (int)Math.Min(PieceLength, (Length / LeastPieces + Reduction.ChunkLength - 1) / Reduction.ChunkLength * Reduction.ChunkLength);

    private void Cut(int first, int end)
    {
        var mostOfPiece = PieceLengthHere;
        for (var entry = first; entry < end;)
        {
            var length = _entries[entry].Length;
            if (_entries[entry].IsOnDevice)
            {
                entry++;
                continue;
            }

            if (_entries[entry].IsOfRows)
            {
                CutRows(entry++, length);
                continue;
            }

            if (length > PieceLength || (length > mostOfPiece && _entries[entry].Sweeps == 1))
            {
                var pieceLength = PieceLengthOf(_entries[entry].State, mostOfPiece);
                var (bucketOfPart, endOfPart) = (0, 0);
                for (var start = 0; start < length;)
                {
                    if (start == endOfPart)
                    {
                        (bucketOfPart, endOfPart) = PartAt(entry, start);
                    }

                    var count = Math.Min(pieceLength, endOfPart - start);
                    _pieces.Add(new(entry, entry + 1, start, count, Bucket: bucketOfPart));
                    start += count;
                }

                entry++;
                continue;
            }

            var last = entry + 1;
            var bucket = PartAt(entry, 0).Bucket;
            for (long together = length;
                last < end && _entries[last] is { IsOfRows: false, IsOnDevice: false } && together + _entries[last].Length <= mostOfPiece && PartAt(last, 0).Bucket == bucket;
                last++)
            {
                together += _entries[last].Length;
            }

            _pieces.Add(new(entry, last, 0, -1, Bucket: bucket));
            entry = last;
        }
    }

    private (int Bucket, int End) PartAt(int entry, int start) => Buckets?.PartAt(_entries[entry].Parameter, start) ?? (0, _entries[entry].Length);

    private void CutRows(int entry, int length)
    {
        var shares = Math.Clamp((length + PieceLength - 1) / PieceLength, 1, MaxShares);
        var bucket = PartAt(entry, 0).Bucket;
        for (var share = 0; share < shares; share++)
        {
            _pieces.Add(new(entry, entry + 1, share, 0, shares, bucket));
        }
    }

    /// <summary>How long the pieces of a large tensor are: whole bands of rows where its rule names rows.</summary>
    private static int PieceLengthOf(OptimizerState state, int most)
    {
        if (state.Matrix is not { } matrix)
        {
            return most;
        }

        var band = Math.Max(1, Math.Min((long)matrix.RowsOfBand * matrix.Columns, state.Length));
        return (int)Math.Min((most + band - 1) / band * band, state.Length);
    }
}
