using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>How the work is cut into pieces.</content>
internal sealed partial class StepPlan
{
    /// <summary>Into how many shares rows are cut at most. Which rows have gradients, and how many, changes from step to step; the shares do not.</summary>
    private const int MaxShares = 64;

    /// <summary>How many weights a piece has at most, but for whole bands of rows. A tensor of no more is not cut.</summary>
    public static int PieceLength => 8 * Reduction.ChunkLength;

    private void Cut(int first, int end)
    {
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

            if (length > PieceLength)
            {
                var pieceLength = PieceLengthOf(_entries[entry].State);
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
                last < end && _entries[last] is { IsOfRows: false, IsOnDevice: false } && together + _entries[last].Length <= PieceLength && PartAt(last, 0).Bucket == bucket;
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
        for (var share = 0; share < shares; share++)
        {
            _pieces.Add(new(entry, entry + 1, share, 0, shares));
        }
    }

    /// <summary>How long the pieces of a large tensor are: whole bands of rows where its rule names rows.</summary>
    private static int PieceLengthOf(OptimizerState state)
    {
        if (state.Matrix is not { } matrix)
        {
            return PieceLength;
        }

        var band = Math.Max(1, Math.Min((long)matrix.RowsOfBand * matrix.Columns, state.Length));
        return (int)Math.Min((PieceLength + band - 1) / band * band, state.Length);
    }
}
