namespace Descent.Training;

/// <summary>How far a <see cref="HyperparameterSearch"/> is.</summary>
/// <param name="Done">The trials that are done, those of the log among them.</param>
/// <param name="Total">The trials of the whole search.</param>
/// <param name="Resumed">The trials that came from the log.</param>
/// <param name="Best">The best trial so far; <see langword="null"/> while none is completed.</param>
/// <param name="Last">The trial that was done just now; <see langword="null"/> at the start.</param>
/// <param name="Elapsed">The time since the search was started or resumed.</param>
public sealed record SearchProgress(int Done, int Total, int Resumed, TrialResult? Best, TrialResult? Last, TimeSpan Elapsed)
{
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
}
