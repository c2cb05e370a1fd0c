using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Descent.Checkpoints;

/// <summary>A file in the format safetensors, opened: its header is read and checked, its tensors are read when they are asked for.</summary>
internal sealed class CheckpointReader : ICheckpointSource
{
    private readonly Stream _stream;
    private readonly bool _isOwned;
    private readonly long _start;
    private readonly byte[] _header;

    private CheckpointReader(Stream stream, bool isOwned, long start, byte[] header, Header read)
        => (_stream, _isOwned, _start, _header, Header) = (stream, isOwned, start, header, read);

    public Header Header { get; }

    /// <summary>Opens a file.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "It is disposed with the reader, or where there is none.")]
    public static CheckpointReader Open(string path)
    {
        var stream = CheckpointFile.Open(path);
        try
        {
            return Open(stream, isOwned: true);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads what follows in a stream. One that cannot go back is copied to a file first.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "It is disposed with the reader, or where there is none.")]
    public static CheckpointReader Open(Stream stream)
    {
        if (stream.CanSeek)
        {
            return Open(stream, isOwned: false);
        }

        var (bytes, header) = ReadHeader(stream, null);
        var spool = CheckpointFile.Spool();
        try
        {
            spool.Write(bytes);
            Copy(stream, spool, header.FileLength - header.DataStart);
            return new(spool, isOwned: true, 0, bytes, header);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Refuses what is damaged, or no checkpoint.</summary>
    public void Verify(int share = 0, int shares = 1)
    {
        var metadata = Header.Metadata;
        if (!metadata.TryGetValue(Seal.VersionKey, out var version))
        {
            throw new InvalidDataException("The file is no checkpoint of Descent, or damaged: its header does not say so. States of other libraries are imported.");
        }

        if (!metadata.TryGetValue(Seal.HeaderKey, out var checksum) || Seal.Find(_header, Seal.HeaderKey) is not (>= 0 and var place)
            || place > _header.Length - Crc32C.TextLength || Seal.Of(_header) != checksum)
        {
            throw new InvalidDataException("The checkpoint is damaged: its header, names, numbers and places, has another checksum than when it was saved.");
        }

        if (version != Seal.Version)
        {
            throw new InvalidDataException($"The checkpoint is of version {version}, and this Descent reads version {Seal.Version}.");
        }

        var checksums = metadata.GetValueOrDefault(Seal.TensorsKey, "");
        if (checksums.Length != Header.Tensors.Count * Crc32C.TextLength)
        {
            throw new InvalidDataException("The checkpoint is damaged: it has not a checksum for each tensor.");
        }

        foreach (var (index, tensor) in Header.Tensors.Index())
        {
            var sum = new Crc32C();
            ForEachPiece(tensor, 0, tensor.Bytes, (_, bytes) => sum.Add(bytes));
            if (sum.ToString() != checksums.Substring(index * Crc32C.TextLength, Crc32C.TextLength))
            {
                var (from, to) = (Header.DataStart + tensor.Begin, Header.DataStart + tensor.End);
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The checkpoint is damaged: tensor '{tensor.Name}', bytes {from} to {to} of the file, has another checksum than when it was saved."));
            }
        }
    }

    public void ForEachPiece(TensorEntry tensor, long begin, long end, Action<long, ReadOnlySpan<byte>> take)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StoredTensor.Piece);
        try
        {
            _stream.Position = _start + Header.DataStart + tensor.Begin + begin;
            for (var start = begin; start < end; start += StoredTensor.Piece)
            {
                var piece = buffer.AsSpan(0, (int)Math.Min(StoredTensor.Piece, end - start));
                ReadAll(_stream, piece);
                take(start, piece);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        if (_isOwned)
        {
            _stream.Dispose();
        }
        else
        {
            _stream.Position = _start + Header.FileLength;
        }
    }

    private static CheckpointReader Open(Stream stream, bool isOwned)
    {
        var start = stream.Position;
        var (bytes, header) = ReadHeader(stream, stream.Length - start);
        return new(stream, isOwned, start, bytes, header);
    }

    private static (byte[] Bytes, Header Header) ReadHeader(Stream stream, long? fileLength)
    {
        var prefix = new byte[Header.LengthBytes];
        ReadAll(stream, prefix);
        var bytes = new byte[Header.LengthBytes + HeaderReader.LengthOf(prefix, fileLength)];
        prefix.CopyTo(bytes, 0);
        ReadAll(stream, bytes.AsSpan(Header.LengthBytes));
        return (bytes, HeaderReader.Read(bytes.AsSpan(Header.LengthBytes), fileLength));
    }

    private static void Copy(Stream from, FileStream to, long length)
    {
        var buffer = new byte[(int)Math.Min(length, StoredTensor.Piece)];
        for (var left = length; left > 0; left -= buffer.Length)
        {
            var piece = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            ReadAll(from, piece);
            to.Write(piece);
        }

        if (from.ReadByte() >= 0)
        {
            throw new InvalidDataException("The file is no safetensors file, or damaged: something follows its tensors.");
        }
    }

    private static void ReadAll(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("The file is no safetensors file, or damaged: it is cut off.");
        }
    }
}
