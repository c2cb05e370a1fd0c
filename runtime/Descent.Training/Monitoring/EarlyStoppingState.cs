namespace Descent.Training;

/// <summary>What <see cref="EarlyStopping"/> remembers between reports.</summary>
public readonly record struct EarlyStoppingState
{
    /// <summary>The best metric so far; <see langword="null"/> before the first that is finite.</summary>
    public double? Best { get; init; }

    /// <summary>Which report was the best, counted from 1; 0 if none is.</summary>
    public int BestReport { get; init; }

    /// <summary>The number of reports so far, at least 0.</summary>
    public int Reports { get; init; }
}
