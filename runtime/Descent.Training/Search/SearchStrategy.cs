namespace Descent.Training;

/// <summary>
/// Chooses the points that a <see cref="HyperparameterSearch"/> tries: <see cref="GridSearch"/>, <see cref="RandomSearch"/>,
/// <see cref="CoarseToFineSearch"/>, <see cref="SuccessiveHalving"/>, <see cref="BayesianSearch"/>, or one of your own.
/// </summary>
/// <remarks>
/// A strategy keeps no state. What it proposes for a trial is a function of the trial's number and of the history it is shown, which is
/// why a search can resume from its log, and why the same seed proposes the same points.
/// </remarks>
public abstract class SearchStrategy
{
    /// <summary>
    /// What decides its proposals, as text: a log may be resumed by a strategy of the same text only. A number of trials that only
    /// decides when to stop is left out, so that a search that is over can be continued by a longer one.
    /// </summary>
    public abstract string Identity { get; }

    /// <summary>How many trials the whole search has.</summary>
    /// <param name="space">The space to search.</param>
    /// <returns>At least 1.</returns>
    public abstract int CountTrials(SearchSpace space);

    /// <summary>Chooses the point of a trial. Called for one trial at a time, in the order of their numbers.</summary>
    /// <param name="number">The trial's number, from 0.</param>
    /// <param name="history">The trials that are done, and those that are running.</param>
    /// <returns>The proposal; <see langword="null"/> to be asked again when one of the running trials is done.</returns>
    public abstract TrialProposal? Propose(int number, SearchHistory history);

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
