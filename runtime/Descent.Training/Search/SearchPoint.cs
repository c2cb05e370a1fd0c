using System.Globalization;

namespace Descent.Training;

/// <summary>One value for each hyperparameter of a <see cref="SearchSpace"/>.</summary>
public sealed class SearchPoint
{
    private readonly double[] _values;

    internal SearchPoint(SearchSpace space, double[] values) => (Space, _values) = (space, values);

    /// <summary>The space it is a point of.</summary>
    public SearchSpace Space { get; }

    /// <summary>The values, in the order of the space's dimensions.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>The value of a hyperparameter.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The space has no such dimension.</exception>
    public double this[string name] => _values[Space.IndexOf(name)];

    /// <summary>Where the point lies in the unit cube that strategies search.</summary>
    /// <returns>One fraction from 0 to 1 for each dimension.</returns>
    public double[] Fractions() => [.. _values.Select((value, i) => Space.Dimensions[i].FractionOf(value))];

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ", _values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{Space.Dimensions[i].Name} {value:G6}")));
}
