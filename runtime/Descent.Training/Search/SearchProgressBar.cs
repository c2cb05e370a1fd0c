using System.Globalization;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Shows a search as a bar that is drawn over and over on one line of a terminal; where the output goes elsewhere, as one line a trial.
/// </summary>
public sealed class SearchProgressBar : IProgress<SearchProgress>
{
    private readonly TextWriter _writer;
    private readonly ProgressOutput _output;
    private readonly int _width;
    private int _written;

    /// <summary>A bar on the console.</summary>
    public SearchProgressBar()
        : this(Console.Out, Console.IsOutputRedirected ? ProgressOutput.Lines : ProgressOutput.Terminal)
    {
    }

    /// <summary>A bar on any writer.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="output">What is at the other end.</param>
    /// <param name="width">The width of the bar in characters, from 1 to 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="output"/> is not a member, or <paramref name="width"/> is outside its range.</exception>
    public SearchProgressBar(TextWriter writer, ProgressOutput output, int width = 24)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _output = Enum.IsDefined(output) ? output : throw Guard.NotAMember(output, nameof(output), string.Join(", ", Enum.GetNames<ProgressOutput>()));
        (_writer, _width) = (writer, Guard.Hyperparameter(width, nameof(width), min: 1, max: 1000));
    }

    /// <inheritdoc/>
    public void Report(SearchProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var line = Line(value);
        if (_output == ProgressOutput.Terminal)
        {
            _writer.Write($"\r{line.PadRight(_written)}");
            _written = line.Length;
            if (value.Done == value.Total)
            {
                _writer.WriteLine();
            }
        }
        else
        {
            _writer.WriteLine(line);
        }

        _writer.Flush();
    }

    private string Line(SearchProgress progress)
    {
        var filled = (int)((long)_width * progress.Done / progress.Total);
        var best = progress.Best is { } trial
            ? string.Create(CultureInfo.InvariantCulture, $"   best {trial.Value:G5} (trial {trial.Number})")
            : string.Empty;
        var left = progress.Remaining is { } time && progress.Done < progress.Total
            ? string.Create(CultureInfo.InvariantCulture, $"   {(long)time.TotalMinutes}:{time.Seconds:00} left")
            : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{new string('█', filled)}{new string('░', _width - filled)} {progress.Done}/{progress.Total}{best}{left}");
    }
}
