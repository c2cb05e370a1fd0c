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

    private SearchLog(FileStream file) => _file = file;

    /// <summary>The trials that the log had when it was opened.</summary>
    public IReadOnlyList<TrialResult> Trials { get; private set; } = [];

    public static SearchLog Open(string path, HyperparameterSearch search, int total)
    {
        var log = new SearchLog(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        try
        {
            log.Read(path, search, total);
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

    private void Read(string path, HyperparameterSearch search, int total)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var header = SearchLogLine.Of(search);
        var length = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes, 0, length).Split('\n')[..^1];
        if (lines.Length > 0 && lines[0] != header)
        {
            throw new InvalidDataException($"'{path}' is the log of another search, {lines[0]}; this one is {header}.");
        }

        List<TrialResult> trials = [];
        HashSet<int> numbers = [];
        for (var i = 1; i < lines.Length; i++)
        {
            var place = $"Line {i + 1} of '{path}'";
            var trial = Parse(lines[i], search.Space, place);
            if (trial.Number < 0 || trial.Number >= total || !numbers.Add(trial.Number))
            {
                throw new InvalidDataException(
                    $"{place} is trial {trial.Number}; the search has each of the trials from 0 to {total - 1} once.");
            }

            trials.Add(trial);
        }

        Trials = trials;
        _file.SetLength(length);
        _file.Position = length;
        if (length == 0)
        {
            Append(header);
        }
    }

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

    private void Append(string line)
    {
        _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush(flushToDisk: true);
    }
}
