namespace Descent.Training;

/// <summary>How far a <see cref="HyperparameterSearch"/> is.</summary>
public sealed record SearchProgress
{
    internal SearchProgress(int done, int total, int resumed, TrialResult? best, TrialResult? last, TimeSpan elapsed)
        => (Done, Total, Resumed, Best, Last, Elapsed) = (done, total, resumed, best, last, elapsed);

    /// <summary>The trials that are done, those of the log among them.</summary>
    public int Done { get; }

    /// <summary>The trials of the whole search.</summary>
    public int Total { get; }

    /// <summary>The trials that came from the log.</summary>
    public int Resumed { get; }

    /// <summary>The best trial so far; <see langword="null"/> while none is completed.</summary>
    public TrialResult? Best { get; }

    /// <summary>The trial that was done just now; <see langword="null"/> at the start.</summary>
    public TrialResult? Last { get; }

    /// <summary>The time since the search was started or resumed.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>
    /// The time left if the trials to come take as long as those since the start, at most <see cref="TimeSpan.MaxValue"/>;
    /// <see langword="null"/> before the first.
    /// </summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Done <= Resumed)
            {
                return null;
            }

            var ratio = (double)(Total - Done) / (Done - Resumed);
            return Elapsed.Ticks * ratio < TimeSpan.MaxValue.Ticks ? Elapsed * ratio : TimeSpan.MaxValue;
        }
    }

    /// <summary>One line: how many trials are done, and the best.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => Schedule.Text($"{Done} of {Total} trials{(Best is null ? "" : $", best: {Best}")}");
}
