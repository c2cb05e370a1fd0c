using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Random search in rounds: the first over the whole space, every next one over a smaller box around the best point so far, as Ng's
/// lecture "Tuning process" has it.
/// </summary>
/// <remarks>
/// A round starts when the one before is done, so that the same seed gives the same points in any number of workers; workers wait at the
/// end of a round.
/// </remarks>
public sealed class CoarseToFineSearch : SearchStrategy
{
    private readonly int _rounds, _trialsPerRound;
    private readonly double _shrink;

    /// <summary>Makes a search from coarse to fine.</summary>
    /// <param name="rounds">The number of rounds, at least 1.</param>
    /// <param name="trialsPerRound">The number of trials in each, at least 1.</param>
    /// <param name="shrink">How long the sides of a round's box are beside those of the one before, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or there are more than 2³¹ − 1 trials.</exception>
    public CoarseToFineSearch(int rounds, int trialsPerRound, double shrink = 0.5)
    {
        _rounds = Guard.Hyperparameter(rounds, nameof(rounds), min: 1);
        _trialsPerRound = Guard.Hyperparameter(trialsPerRound, nameof(trialsPerRound), min: 1, max: int.MaxValue / rounds);
        _shrink = Guard.Hyperparameter(shrink, nameof(shrink), above: 0, below: 1);
    }

    /// <inheritdoc/>
    public override string Identity
        => FormattableString.Invariant($"coarse to fine, {_trialsPerRound} trials per round, shrinking by {_shrink}");

    /// <inheritdoc/>
    public override int CountTrials(SearchSpace space) => _rounds * _trialsPerRound;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public override TrialProposal? Propose(int number, SearchHistory history)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentNullException.ThrowIfNull(history);
        var round = number / _trialsPerRound;
        var before = round * _trialsPerRound;
        if (!Enumerable.Range(0, before).All(history.Done.ContainsKey))
        {
            return null;
        }

        var best = Enumerable.Range(0, before).Select(i => history.Done[i]).Where(trial => !trial.IsFailed).MinBy(history.LossOf);
        if (best is null)
        {
            return new(history.Space.Random(history.RandomOf(number)));
        }

        var side = Math.Pow(_shrink, round);
        var random = history.RandomOf(number);
        return new(history.Space.At([.. best.Point.Fractions().Select(centre => Low(centre, side) + (side * random.NextUniform()))]));
    }

    /// <summary>Where a box around a point begins; at the border the box moves inside rather than being cut.</summary>
    private static double Low(double centre, double side) => Math.Clamp(centre - (side / 2), 0, 1 - side);
}
