using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Starts many points on a small budget and gives the best of them more, again and again (Jamieson and Talwalkar, 2016,
/// "Non-stochastic best arm identification and hyperparameter optimization", AISTATS; the inner loop of Hyperband, Li et al., 2018,
/// JMLR 18, algorithm 1).
/// </summary>
/// <remarks>
/// <para>
/// With 27 points, factor 3 and budget 27 the rungs are 27 points with budget 1, 9 with 3, 3 with 9 and 1 with 27: four times the work of
/// the last trial alone. <see cref="Trial.Parent"/> names the trial whose training may be continued.
/// </para>
/// <para>
/// A rung starts when the one before is done, so that the same seed gives the same trials in any number of workers; workers wait at the
/// end of a rung. Equal results are promoted in the order of their numbers; failed trials are not promoted unless too few are left.
/// </para>
/// </remarks>
public sealed class SuccessiveHalving : SearchStrategy
{
    private readonly int _points, _factor;
    private readonly double _budget, _smallest;

    /// <summary>Makes a successive halving.</summary>
    /// <param name="points">The number of random points at first, at least 1.</param>
    /// <param name="budget">The budget of the last rung, above 0, in a unit that the objective knows, such as epochs.</param>
    /// <param name="factor">One in how many is promoted, η, and by how much the budget grows; at least 2.</param>
    /// <param name="minimumBudget">
    /// A budget that the first rung is not to go below, from 0 to <paramref name="budget"/>; then there are fewer rungs, and more points
    /// in the last.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public SuccessiveHalving(int points, double budget, int factor = 3, double minimumBudget = 0)
    {
        _points = Guard.Hyperparameter(points, nameof(points), min: 1, max: int.MaxValue / 2);
        _budget = Guard.Hyperparameter(budget, nameof(budget), above: 0);
        _factor = Guard.Hyperparameter(factor, nameof(factor), min: 2);
        _smallest = Guard.Hyperparameter(minimumBudget, nameof(minimumBudget), min: 0, max: budget);
    }

    /// <inheritdoc/>
    public override string Identity
        => FormattableString.Invariant($"successive halving, {_points} points, budget {_budget}, factor {_factor}{(_smallest > 0 ? FormattableString.Invariant($", at least {_smallest}") : string.Empty)}");

    /// <inheritdoc/>
    public override int CountTrials(SearchSpace space) => Rungs().Sum(rung => rung.Points);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public override TrialProposal? Propose(int number, SearchHistory history)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentNullException.ThrowIfNull(history);
        var rung = Rungs().Last(rung => rung.First <= number);
        if (rung.First == 0)
        {
            return new(history.Space.Random(history.RandomOf(number))) { Budget = rung.Budget };
        }

        var before = Rungs().Last(other => other.First < rung.First);
        int[] candidates = [.. Enumerable.Range(before.First, before.Points)];
        if (!candidates.All(history.Done.ContainsKey))
        {
            return null;
        }

        var promoted = candidates.Select(i => history.Done[i]).OrderBy(history.LossOf).ElementAt(number - rung.First);
        return new(promoted.Point) { Budget = rung.Budget, Parent = promoted.Number };
    }

    /// <summary>The rungs, the number of the first trial of each, its points and their budget.</summary>
    private List<(int First, int Points, double Budget)> Rungs()
    {
        List<(int First, int Points, double Budget)> rungs = [];
        var first = 0;
        // 0.7 / 7 is rounded to a little below 0.1, and counts as 0.1.
        for (var points = _points; points > 0 && _budget / Math.Pow(_factor, rungs.Count) >= _smallest * (1 - 1e-12); points /= _factor)
        {
            rungs.Add((first, points, 0));
            first += points;
        }

        return [.. rungs.Select((rung, i) => rung with { Budget = _budget / Math.Pow(_factor, rungs.Count - 1 - i) })];
    }
}
