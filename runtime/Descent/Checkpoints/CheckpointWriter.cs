using System.Text;

namespace Descent.Checkpoints;

/// <summary>
/// Writes a checkpoint. The checksums have their places in the header, each as wide as the others: where the stream can go back they are written there in the end, so
/// that the tensors are read once; elsewhere they are computed before.
/// </summary>
internal sealed class CheckpointWriter
{
    private readonly byte[] _header;

    /// <summary>Takes what is saved as it is now; the tensors are read when they are written.</summary>
    /// <param name="values">The text.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="includeWeights">Whether weights are among them.</param>
    /// <param name="notes">What the file says of itself beside its seal.</param>
    public CheckpointWriter(IEnumerable<StoredValue> values, IEnumerable<StoredTensor> tensors, bool includeWeights, IEnumerable<KeyValuePair<string, string>>? notes = null)
    {
        // Those of wide values come first, so that all are aligned.
        Tensors = [.. tensors.OrderByDescending(tensor => tensor.Type.Bits)];
        _header = HeaderWriter.Write(
            [
                new("format", "pt"),
                new(Seal.VersionKey, Seal.Version),
                new(Seal.HeaderKey, new('0', Crc32C.TextLength)),
                new(Seal.TensorsKey, new('0', Crc32C.TextLength * Tensors.Count)),
                new(Seal.WeightsKey, includeWeights ? "true" : "false"),
                .. notes ?? [],
                .. values.Select(value => KeyValuePair.Create(value.Name, value.ToSave())),
            ],
            Tensors);
    }

    /// <summary>A file for others, without checksums.</summary>
    public static CheckpointWriter OfOthers(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<StoredTensor> tensors)
    {
        List<StoredTensor> ordered = [.. tensors.OrderByDescending(tensor => tensor.Type.Bits)];
        return new(HeaderWriter.Write(metadata, ordered), ordered) { HasChecksums = false };
    }

    private CheckpointWriter(byte[] header, IReadOnlyList<StoredTensor> tensors) => (_header, Tensors) = (header, tensors);

    /// <summary>What it writes, in order.</summary>
    public IReadOnlyList<StoredTensor> Tensors { get; }

    private bool HasChecksums { get; init; } = true;

    /// <summary>The same checkpoint, its tensors read from elsewhere.</summary>
    public CheckpointWriter From(Func<IReadOnlyList<StoredTensor>, IReadOnlyList<StoredTensor>> copy) => new(_header, copy(Tensors));

    /// <summary>Writes it to a stream, from its position on.</summary>
    public void WriteTo(Stream stream, CancellationToken cancellation = default)
    {
        if (!HasChecksums)
        {
            stream.Write(_header);
            Walk(stream, cancellation);
        }
        else if (stream.CanSeek)
        {
            var start = stream.Position;
            stream.Write(_header);
            SealHeader(Walk(stream, cancellation));
            var end = stream.Position;
            stream.Position = start;
            stream.Write(_header);
            stream.Position = end;
        }
        else
        {
            SealHeader(Walk(null, cancellation));
            stream.Write(_header);
            Walk(stream, cancellation);
        }
    }

    /// <summary>Goes through all tensors, and gives their checksums.</summary>
    private string Walk(Stream? stream, CancellationToken cancellation)
    {
        var checksums = new StringBuilder(Crc32C.TextLength * Tensors.Count);
        foreach (var tensor in Tensors)
        {
            var checksum = new Crc32C();
            for (var start = 0L; start < tensor.Bytes; start += StoredTensor.Piece)
            {
                cancellation.ThrowIfCancellationRequested();
                var piece = tensor.Read(start, (int)Math.Min(StoredTensor.Piece, tensor.Bytes - start));
                checksum.Add(piece);
                stream?.Write(piece);
            }

            checksums.Append(checksum.ToString());
        }

        return checksums.ToString();
    }

    private void SealHeader(string checksums)
    {
        Encoding.ASCII.GetBytes(checksums, _header.AsSpan(Seal.Find(_header, Seal.TensorsKey), checksums.Length));
        Encoding.ASCII.GetBytes(Seal.Of(_header), _header.AsSpan(Seal.Find(_header, Seal.HeaderKey), Crc32C.TextLength));
    }
}
