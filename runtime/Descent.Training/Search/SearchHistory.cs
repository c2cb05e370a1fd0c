using System.Diagnostics;

namespace Descent.Training;

/// <summary>What a search knows so far, as its <see cref="SearchStrategy"/> sees it.</summary>
[DebuggerDisplay("{Done.Count} done, {Running.Count} running")]
public sealed class SearchHistory
{
    private readonly SortedDictionary<int, TrialResult> _done = [];
    private readonly SortedDictionary<int, TrialProposal> _running = [];

    internal SearchHistory(SearchSpace space, ulong seed, bool maximize) => (Space, Seed, Maximize) = (space, seed, maximize);

    /// <summary>The space that is searched.</summary>
    public SearchSpace Space { get; }

    /// <summary>The seed of the search.</summary>
    public ulong Seed { get; }

    /// <summary>Whether larger values are better.</summary>
    public bool Maximize { get; }

    /// <summary>The trials that are done, completed or failed, by number.</summary>
    public IReadOnlyDictionary<int, TrialResult> Done => _done;

    /// <summary>The trials that are running, by number.</summary>
    public IReadOnlyDictionary<int, TrialProposal> Running => _running;

    /// <summary>What is minimized: the value of a trial, or its negative when maximizing; infinity for a failed one.</summary>
    /// <param name="trial">A trial that is done.</param>
    /// <returns>The loss; never NaN.</returns>
    public double LossOf(TrialResult trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return LossOf(trial, Maximize);
    }

    internal static double LossOf(TrialResult trial, bool maximize)
        => trial.Value is not { } value ? double.PositiveInfinity : maximize ? -value : value;

    /// <summary>The random numbers of a trial, unrelated to those of every other one.</summary>
    /// <param name="number">The trial's number.</param>
    /// <returns>A new stream.</returns>
    public RandomSource RandomOf(int number) => new(Seed, FormattableString.Invariant($"trial {number}"));

    /// <summary>The seed that a trial's own training starts from, unrelated to how its point was drawn.</summary>
    internal ulong SeedOf(int number) => new RandomSource(Seed, FormattableString.Invariant($"training {number}")).NextBits();

    internal void Start(int number, TrialProposal proposal) => _running.Add(number, proposal);

    internal void Abandon(int number) => _running.Remove(number);

    internal void Finish(TrialResult trial)
    {
        _running.Remove(trial.Number);
        _done.Add(trial.Number, trial);
    }
}
