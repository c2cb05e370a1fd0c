using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Says when a training has stopped getting better on examples that it does not learn from, and when it was best (Prechelt, 1998, "Early
/// stopping, but when?").
/// </summary>
/// <remarks>
/// It counts reports, usually one an epoch. A metric that is NaN or infinite is never an improvement. Give it to a checkpoint
/// (<see cref="CheckpointOptions.Parts"/>), or save <see cref="State"/> and set it to resume; what follows is then the same as without the interruption.
/// <example><code>
/// var (stopping, best) = (new EarlyStopping(patience: 5), new WeightSnapshot(optimizer));
/// while (!stopping.Report(ValidationLossAfterEpoch()))
/// {
///     if (stopping.IsBest)
///     {
///         best.Capture();
///     }
/// }
///
/// best.Restore();
/// </code></example>
/// </remarks>
public sealed class EarlyStopping : ICheckpointed
{
    private readonly int _patience;
    private readonly double _threshold;
    private EarlyStoppingState _state;

    /// <summary>Starts without a report.</summary>
    /// <param name="patience">Reports without improvement that are let pass, at least 0; the next one stops.</param>
    /// <param name="threshold">By how much a metric must beat the best one to be an improvement, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public EarlyStopping(int patience, double threshold = 0)
    {
        _patience = Guard.Hyperparameter(patience, nameof(patience), min: 0);
        _threshold = Guard.Hyperparameter(threshold, nameof(threshold), min: 0);
    }

    /// <summary>Whether larger metrics are better, as for an accuracy; <see langword="false"/>, as for a loss, unless said.</summary>
    public bool Maximize { get; init; }

    /// <summary>The best metric so far; <see langword="null"/> before the first that is finite.</summary>
    public double? Best => _state.Best;

    /// <summary>Which report was the best, counted from 1; 0 if none is.</summary>
    public int BestReport => _state.BestReport;

    /// <summary>The number of reports so far.</summary>
    public int Reports => _state.Reports;

    /// <summary>Whether the last report was the best so far: the moment to keep the weights.</summary>
    public bool IsBest => _state.Reports > 0 && _state.BestReport == _state.Reports;

    /// <summary>Whether more reports than the patience have passed since the best one.</summary>
    public bool IsStopped => _state.Reports - _state.BestReport > _patience;

    /// <summary>All that is remembered between reports. Set it to resume.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is outside the range it can have.</exception>
    public EarlyStoppingState State
    {
        get => _state;
        set
        {
            Guard.Hyperparameter(value.Best ?? 0, nameof(EarlyStoppingState.Best));
            Guard.Hyperparameter(value.Reports, nameof(EarlyStoppingState.Reports), min: 0);
            Guard.Hyperparameter(value.BestReport, nameof(EarlyStoppingState.BestReport), min: value.Best is null ? 0 : 1, max: value.Best is null ? 0 : value.Reports);
            _state = value;
        }
    }

    /// <summary>Takes in how well the model does now.</summary>
    /// <param name="metric">The metric, of any value.</param>
    /// <returns>Whether to stop: <see cref="IsStopped"/>.</returns>
    public bool Report(double metric)
    {
        var reports = _state.Reports + 1;
        var isBest = double.IsFinite(metric)
            && (_state.Best is not { } best || (Maximize ? metric > best + _threshold : metric < best - _threshold));
        _state = isBest ? new() { Best = metric, BestReport = reports, Reports = reports } : _state with { Reports = reports };
        return IsStopped;
    }

    /// <summary>Names what it remembers between reports: to be saved in a checkpoint, and loaded from one.</summary>
    /// <param name="contents">What takes the names.</param>
    public void Describe(CheckpointContents contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        contents.AddNumber("Best", () => _state.Best ?? double.NaN, value => _state = _state with { Best = double.IsNaN(value) ? null : Guard.Hyperparameter(value, nameof(EarlyStoppingState.Best)) });
        contents.AddInteger("BestReport", () => _state.BestReport, value => _state = _state with { BestReport = Guard.Hyperparameter(checked((int)value), nameof(EarlyStoppingState.BestReport), min: 0) });
        contents.AddInteger("Reports", () => _state.Reports, value => _state = _state with { Reports = Guard.Hyperparameter(checked((int)value), nameof(EarlyStoppingState.Reports), min: 0) });
    }

    /// <summary>How patient it is, and where it is.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text($"EarlyStopping(patience: {_patience}): {State}");
}
