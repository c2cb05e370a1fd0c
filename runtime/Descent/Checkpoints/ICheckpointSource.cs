namespace Descent.Checkpoints;

/// <summary>Where a checkpoint is read from: one file, or a set of files that ranks wrote.</summary>
internal interface ICheckpointSource : IDisposable
{
    /// <summary>What there is.</summary>
    Header Header { get; }

    /// <summary>Refuses what is damaged, or no checkpoint.</summary>
    /// <param name="share">Which share of the files is looked at, from 0.</param>
    /// <param name="shares">How many shares there are.</param>
    void Verify(int share = 0, int shares = 1);

    /// <summary>Reads a range of a tensor, a piece after the other.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="begin">The first byte.</param>
    /// <param name="end">The end.</param>
    /// <param name="take">Takes where a piece begins in the tensor, and its bytes.</param>
    void ForEachPiece(TensorEntry tensor, long begin, long end, Action<long, ReadOnlySpan<byte>> take);
}
