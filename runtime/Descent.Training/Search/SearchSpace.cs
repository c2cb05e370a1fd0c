namespace Descent.Training;

/// <summary>The hyperparameters that a search chooses, and the values it may give them.</summary>
/// <example>
/// <code>
/// var space = new SearchSpace(
///     SearchDimension.LogUniform("learningRate", 1e-5, 1),
///     SearchDimension.Uniform("momentum", 0.5, 0.99),
///     SearchDimension.OneOf("batchSize", 32, 64, 128));
/// </code>
/// </example>
public sealed class SearchSpace
{
    private readonly SearchDimension[] _dimensions;

    /// <summary>Makes a space.</summary>
    /// <param name="dimensions">At least one hyperparameter, each with a name of its own.</param>
    /// <exception cref="ArgumentNullException">A dimension is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">There is no dimension, or two have the same name.</exception>
    public SearchSpace(params SearchDimension[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Length == 0)
        {
            throw new ArgumentException("A search needs at least 1 dimension, but there are 0.", nameof(dimensions));
        }

        HashSet<string> names = [];
        foreach (var dimension in dimensions)
        {
            ArgumentNullException.ThrowIfNull(dimension, nameof(dimensions));
            if (!names.Add(dimension.Name))
            {
                throw new ArgumentException($"Two dimensions are named '{dimension.Name}'; each needs a name of its own.", nameof(dimensions));
            }
        }

        _dimensions = [.. dimensions];
    }

    /// <summary>The hyperparameters, in the order given.</summary>
    public IReadOnlyList<SearchDimension> Dimensions => _dimensions;

    /// <summary>The point at fractions of the dimensions.</summary>
    /// <param name="fractions">One fraction from 0 to 1 for each dimension.</param>
    /// <returns>The point.</returns>
    /// <exception cref="ArgumentException">There are more or fewer fractions than dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is not from 0 to 1.</exception>
    public SearchPoint At(params ReadOnlySpan<double> fractions)
    {
        CheckCount(fractions.Length, nameof(fractions));
        var values = new double[fractions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _dimensions[i].At(fractions[i]);
        }

        return new(this, values);
    }

    /// <summary>The point of given values.</summary>
    /// <param name="values">One value for each dimension.</param>
    /// <returns>The point.</returns>
    /// <exception cref="ArgumentException">There are more or fewer values than dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one of its dimension's.</exception>
    public SearchPoint Point(params ReadOnlySpan<double> values)
    {
        CheckCount(values.Length, nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            _ = _dimensions[i].FractionOf(values[i]);
        }

        return new(this, values.ToArray());
    }

    /// <summary>The dimensions, one after the other.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => string.Join("; ", (IEnumerable<SearchDimension>)_dimensions);

    /// <summary>A point of the space, its dimensions drawn one after the other.</summary>
    internal SearchPoint Random(RandomSource random)
    {
        var fractions = new double[_dimensions.Length];
        for (var i = 0; i < fractions.Length; i++)
        {
            fractions[i] = random.NextUniform();
        }

        return At(fractions);
    }

    internal int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var index = Array.FindIndex(_dimensions, dimension => dimension.Name == name);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"There is no dimension named '{name}'; there are {string.Join(", ", _dimensions.Select(dimension => $"'{dimension.Name}'"))}.",
                nameof(name));
    }

    private void CheckCount(int count, string argument)
    {
        if (count != _dimensions.Length)
        {
            throw new ArgumentException($"There are {count} {argument} for {_dimensions.Length} dimensions.", argument);
        }
    }
}
