namespace Descent.Training;

/// <summary>What <see cref="EarlyStopping"/> remembers between reports, to be saved with the weights.</summary>
public readonly record struct EarlyStoppingState
{
    /// <summary>The best metric so far; <see langword="null"/> before the first that is finite.</summary>
    public double? Best { get; init; }

    /// <summary>Which report was the best, counted from 1; 0 if none is.</summary>
    public int BestReport { get; init; }

    /// <summary>The number of reports so far, at least 0.</summary>
    public int Reports { get; init; }

    /// <summary>One line, as in <c>best 0.3 at report 2 of 5</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
        => Best is { } best ? Schedule.Text($"best {best:G6} at report {BestReport} of {Reports}") : Schedule.Text($"none good of {Reports} reports");
}
