using System.Text;
using System.Text.Json;

namespace Descent.Training;

/// <summary>
/// The append-only log of a search. A line is on the disk before its trial counts as done. What follows the last line end was torn by
/// a crash and is cut off on opening.
/// </summary>
internal sealed class SearchLog : IDisposable
{
    private readonly FileStream _file;

    /// <summary>How long the file is up to the end of its last whole line.</summary>
    private long _length;

    private SearchLog(FileStream file) => _file = file;

    /// <summary>The trials that the log had when it was opened.</summary>
    public IReadOnlyList<TrialResult> Trials { get; private set; } = [];

    public static SearchLog Open(string path, HyperparameterSearch search, int total)
    {
        // Windows keeps other writers out by the mode. Elsewhere locks are advice, and only that of FileShare.None is for one alone.
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        return Open(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 0), search, total);
    }

    /// <summary>Takes a file over and reads it; disposes it if it is not the log of the search.</summary>
    internal static SearchLog Open(FileStream file, HyperparameterSearch search, int total)
    {
        var log = new SearchLog(file);
        try
        {
            log.Read(search, total);
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public void Append(TrialResult trial) => Append(SearchLogLine.Of(trial));

    public void Dispose() => _file.Dispose();

    private void Read(HyperparameterSearch search, int total)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var header = SearchLogLine.Of(search);
        var length = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        if (length == 0 && !IsBegun(bytes, header))
        {
            throw new InvalidDataException($"'{_file.Name}' is not the log of a search, and was left as it is.");
        }

        string[] lines = [.. Lines(Encoding.UTF8.GetString(bytes, 0, length))];
        if (lines.Length > 0 && lines[0] != header)
        {
            throw new InvalidDataException($"'{_file.Name}' is the log of another search, {lines[0]}; this one is {header}.");
        }

        List<TrialResult> trials = [];
        HashSet<int> numbers = [];
        for (var i = 1; i < lines.Length; i++)
        {
            var place = $"Line {i + 1} of '{_file.Name}'";
            var trial = Parse(lines[i], search.Space, place);
            if (trial.Number < 0 || trial.Number >= total || !numbers.Add(trial.Number))
            {
                throw new InvalidDataException(
                    $"{place} is trial {trial.Number}; the search has each of the trials from 0 to {total - 1} once.");
            }

            trials.Add(trial);
        }

        Trials = trials;
        _length = length;
        CutOffRemains();
        if (length == 0)
        {
            Append(header);
        }
    }

    /// <summary>Whether a file without a whole line is what a crash may have left of the first: its begin, and zeros of a file system. Another file is somebody's, and not to be cut off.</summary>
    private static bool IsBegun(ReadOnlySpan<byte> bytes, string header)
    {
        var begun = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return Encoding.UTF8.GetBytes(header + "\r").AsSpan().StartsWith(begun.TrimEnd((byte)0));
    }

    /// <summary>The whole lines of a text, as they were written: an editor or a version control may have changed their ends, or put a mark before them.</summary>
    private static IEnumerable<string> Lines(string text)
        => text.TrimStart('\uFEFF').Split('\n')[..^1].Select(line => line.EndsWith('\r') ? line[..^1] : line);

    private static TrialResult Parse(string line, SearchSpace space, string place)
    {
        try
        {
            return SearchLogLine.Parse(line, space);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{place} is not a trial of this search: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a line after the last whole one, over what an attempt that failed half-way may have left.</summary>
    private void Append(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        CutOffRemains();
        _file.Position = _length;
        _file.Write(bytes);
        _file.Flush(flushToDisk: true);
        _length += bytes.Length;
    }

    private void CutOffRemains()
    {
        if (_file.Length > _length)
        {
            _file.SetLength(_length);
        }
    }
}
