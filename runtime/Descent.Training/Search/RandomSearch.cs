using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Tries independent random points (Bergstra and Bengio, 2012, JMLR 13). Every trial tries a new value of every hyperparameter, so that
/// those that do not matter cost nothing.
/// </summary>
/// <remarks>The same points for the same seed, in any number of workers. A longer search begins with the points of a shorter one.</remarks>
public sealed class RandomSearch : SearchStrategy
{
    private readonly int _trials;

    /// <summary>Makes a random search.</summary>
    /// <param name="trials">The number of trials, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is below 1.</exception>
    public RandomSearch(int trials) => _trials = Guard.Hyperparameter(trials, nameof(trials), min: 1);

    /// <inheritdoc/>
    public override string Identity => "random";

    /// <inheritdoc/>
    public override int CountTrials(SearchSpace space) => _trials;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public override TrialProposal? Propose(int number, SearchHistory history)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentNullException.ThrowIfNull(history);
        return new(history.Space.Random(history.RandomOf(number)));
    }
}
