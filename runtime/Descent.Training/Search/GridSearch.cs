using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Tries every combination of evenly spaced values. Of n trials in d dimensions each hyperparameter takes only ᵈ√n different values, which
/// is why random search is usually better (Bergstra and Bengio, 2012, JMLR 13).
/// </summary>
/// <remarks>The last dimension changes fastest. The same points in any number of workers; the seed plays no part.</remarks>
public sealed class GridSearch : SearchStrategy
{
    private readonly int _points;

    /// <summary>Makes a grid.</summary>
    /// <param name="pointsPerDimension">
    /// How many values each dimension takes, both ends among them, at least 2; a dimension that has fewer values takes them all.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="pointsPerDimension"/> is below 2.</exception>
    public GridSearch(int pointsPerDimension)
        => _points = Guard.Hyperparameter(pointsPerDimension, nameof(pointsPerDimension), min: 2);

    /// <inheritdoc/>
    public override string Identity => FormattableString.Invariant($"grid, {_points} points per dimension");

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">There are more than 2³¹ − 1 points.</exception>
    public override int CountTrials(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var count = space.Dimensions.Aggregate(BigInteger.One, (product, dimension) => product * PointsOf(dimension));
        return count <= int.MaxValue
            ? (int)count
            : throw new InvalidOperationException($"The grid has {count} points; at most {int.MaxValue} can be tried.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="number"/> is negative.</exception>
    public override TrialProposal? Propose(int number, SearchHistory history)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentNullException.ThrowIfNull(history);
        var dimensions = history.Space.Dimensions;
        var fractions = new double[dimensions.Count];
        for (var i = fractions.Length - 1; i >= 0; i--)
        {
            var points = PointsOf(dimensions[i]);
            fractions[i] = Fraction(dimensions[i], number % points, points);
            number /= points;
        }

        return new(history.Space.At(fractions));
    }

    private int PointsOf(SearchDimension dimension) => Math.Min(_points, dimension.ValueCount ?? _points);

    private static double Fraction(SearchDimension dimension, int index, int points)
    {
        var place = index / (points - 1.0);
        return dimension.ValueCount is { } count ? (Math.Round(place * (count - 1)) + 0.5) / count : place;
    }
}
