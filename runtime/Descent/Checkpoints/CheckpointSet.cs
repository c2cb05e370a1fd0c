using System.Globalization;

namespace Descent.Checkpoints;

/// <summary>
/// A checkpoint that ranks wrote: a file with all text, which names a file of each rank with its share of the tensors. It is there once that file is in its place, which
/// comes last; the files that it names are never written again.
/// </summary>
internal sealed class CheckpointSet : ICheckpointSource
{
    private readonly CheckpointReader _text;
    private readonly List<CheckpointReader> _files = [];
    private readonly Dictionary<string, List<Piece>> _pieces = new(StringComparer.Ordinal);

    private CheckpointSet(CheckpointReader text, string folder)
    {
        _text = text;
        var tensors = new List<TensorEntry>();
        try
        {
            foreach (var name in NamesOf(text.Header.Metadata))
            {
                var file = Path.Combine(folder, name);
                _files.Add(File.Exists(file) ? CheckpointReader.Open(file) : throw new InvalidDataException($"The checkpoint is not whole: the file '{name}' of one of its ranks is not beside it."));
            }

            foreach (var file in _files)
            {
                foreach (var tensor in file.Header.Tensors)
                {
                    Add(file, tensor, tensors);
                }
            }

            RefuseGaps(tensors);
        }
        catch
        {
            Dispose();
            throw;
        }

        Header = text.Header with { Tensors = tensors };
    }

    public Header Header { get; }

    /// <summary>Opens a checkpoint, of one file or of a set.</summary>
    public static ICheckpointSource Open(string path)
    {
        var text = CheckpointReader.Open(path);
        return text.Header.Metadata.ContainsKey(Seal.SetKey) ? new CheckpointSet(text, Path.GetDirectoryName(Path.GetFullPath(path))!) : text;
    }

    /// <summary>The files that a checkpoint names; none of one file.</summary>
    public static string[] NamesOf(IReadOnlyDictionary<string, string> metadata)
        => metadata.TryGetValue(Seal.SetKey, out var names) ? [.. names.Split('/').Select(name => Path.GetFileName(name))] : [];

    /// <summary>What a file of a rank says of a share.</summary>
    public static KeyValuePair<string, string> Note(ShardTensor tensor)
        => new(Seal.SharePrefix + tensor.Name, string.Create(CultureInfo.InvariantCulture, $"{tensor.First}:{string.Join(',', tensor.Shape)}"));

    public void Verify(int share = 0, int shares = 1)
    {
        _text.Verify();
        var sums = _text.Header.Metadata.GetValueOrDefault(Seal.SetSumsKey, "");
        for (var index = 0; index < _files.Count; index++)
        {
            if (index % shares == share)
            {
                _files[index].Verify();
            }

            // It is the file that was meant, not another one of that name.
            if (sums.Length != _files.Count * Crc32C.TextLength || _files[index].Header.Metadata.GetValueOrDefault(Seal.HeaderKey) != sums.Substring(index * Crc32C.TextLength, Crc32C.TextLength))
            {
                throw new InvalidDataException($"The checkpoint is damaged: file {index} of its ranks is not the one that was saved with it.");
            }
        }
    }

    public void ForEachPiece(TensorEntry tensor, long begin, long end, Action<long, ReadOnlySpan<byte>> take)
    {
        foreach (var piece in _pieces[tensor.Name])
        {
            var (from, to) = (Math.Max(begin, piece.Begin), Math.Min(end, piece.Begin + piece.Entry.Bytes));
            if (from < to)
            {
                piece.File.ForEachPiece(piece.Entry, from - piece.Begin, to - piece.Begin, (start, bytes) => take(piece.Begin + start, bytes));
            }
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        _files.ForEach(file => file.Dispose());
    }

    private void Add(CheckpointReader file, TensorEntry tensor, List<TensorEntry> tensors)
    {
        if (!file.Header.Metadata.TryGetValue(Seal.SharePrefix + tensor.Name, out var note)
            || note.Split(':') is not [var place, var dimensions]
            || !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || ShapeOf(dimensions) is not { } shape)
        {
            throw new InvalidDataException($"The checkpoint is damaged: it is not said where the share of tensor '{tensor.Name}' belongs.");
        }

        if (!_pieces.TryGetValue(tensor.Name, out var pieces))
        {
            _pieces.Add(tensor.Name, pieces = []);
            tensors.Add(new(tensor.Name, tensor.Type, shape, 0, shape.Aggregate(1L, (product, dimension) => product * dimension) * tensor.Type.Bits / 8));
        }

        pieces.Add(new(file, tensor, first * tensor.Type.Bits / 8));
    }

    private static long[]? ShapeOf(string text)
    {
        var shape = new List<long>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var dimension))
            {
                return null;
            }

            shape.Add(dimension);
        }

        return [.. shape];
    }

    private void RefuseGaps(List<TensorEntry> tensors)
    {
        foreach (var tensor in tensors)
        {
            var end = 0L;
            foreach (var piece in _pieces[tensor.Name].OrderBy(piece => piece.Begin))
            {
                end = piece.Begin == end && piece.Entry.Type == tensor.Type ? end + piece.Entry.Bytes : -1;
            }

            if (end != tensor.Bytes)
            {
                throw new InvalidDataException($"The checkpoint is damaged: the shares of tensor '{tensor.Name}' do not make it whole.");
            }
        }
    }

    private sealed record Piece(CheckpointReader File, TensorEntry Entry, long Begin);
}
