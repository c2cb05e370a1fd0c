using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Bayesian optimization: a Gaussian process learns from the trials where good points may lie, and each trial tries the point with the
/// largest expected improvement (Jones, Schonlau and Welch, 1998; Snoek, Larochelle and Adams, 2012, arXiv:1206.2944). For trials that
/// are costly, up to some hundreds of them.
/// </summary>
/// <remarks>
/// <para>
/// It starts with a Latin hypercube. A failed trial counts as the worst value so far. Values far worse than most, as of a training that
/// diverged, are cut off, so that they do not hide the differences among the good ones.
/// </para>
/// <para>
/// With one worker the same seed gives the same points. With several, a proposal takes what it expects of the running trials for their
/// results and so depends on which trials have ended: the points then differ from run to run. A longer search begins with the points of
/// a shorter one.
/// </para>
/// </remarks>
public sealed class BayesianSearch : SearchStrategy
{
    private readonly int _trials;
    private readonly int? _initial;

    /// <summary>Makes a Bayesian search.</summary>
    /// <param name="trials">The number of trials, at least 1.</param>
    /// <param name="initialTrials">
    /// How many of them are spread over the space before anything is learnt, at least 2; 2 (d + 1) unless said, with d dimensions.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public BayesianSearch(int trials, int? initialTrials = null)
    {
        _trials = Guard.Hyperparameter(trials, nameof(trials), min: 1);
        _initial = initialTrials is { } initial ? Guard.Hyperparameter(initial, nameof(initialTrials), min: 2) : null;
    }

    /// <inheritdoc/>
    public override string Identity
        => FormattableString.Invariant($"Bayesian, {(_initial is { } initial ? $"{initial} initial trials" : "2 (d + 1) initial trials")}");

    /// <inheritdoc/>
    public override int CountTrials(SearchSpace space) => _trials;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public override TrialProposal? Propose(int number, SearchHistory history)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentNullException.ThrowIfNull(history);
        var space = history.Space;
        var initial = _initial ?? (2 * (space.Dimensions.Count + 1));
        if (number < initial)
        {
            return new(space.At(LatinHypercube.At(number, initial, history)));
        }

        var random = history.RandomOf(number);
        if (!history.Done.Values.Any(trial => !trial.IsFailed))
        {
            return new(space.Random(random));
        }

        var points = history.Done.Values.Select(trial => trial.Point.Fractions()).ToArray();
        var values = Observations.Standardize([.. history.Done.Values.Select(history.LossOf)]);
        var process = GaussianProcess.Fit(points, values, further: history.Running.Count);
        foreach (var running in history.Running.Values)
        {
            process.Believe(running.Point.Fractions());
        }

        return new(space.At(new Acquisition(space, process, points, values, random).Maximize()));
    }
}
