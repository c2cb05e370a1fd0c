using System.IO.Enumeration;

namespace Descent;

/// <summary>
/// Which parameters an optimizer of a group takes, by their names and shapes: what <see cref="OptimizerGroup.Split"/> is told.
/// </summary>
public sealed class ParameterSelection
{
    private readonly Func<string, ReadOnlySpan<int>, bool> _takes;

    private ParameterSelection(Func<string, ReadOnlySpan<int>, bool> takes) => _takes = takes;

    /// <summary>All parameters: for the last optimizer, which takes what the others leave.</summary>
    public static ParameterSelection All { get; } = new((_, _) => true);

    /// <summary>Parameters whose name matches one of several patterns, such as <c>"*.bias"</c> or <c>"h.?.ln_*"</c>.</summary>
    /// <param name="patterns">
    /// The patterns, each for a whole name: <c>*</c> stands for any characters, also none and also dots, <c>?</c> for one; capitals count.
    /// </param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">There is no pattern, or one is empty.</exception>
    public static ParameterSelection ByName(params ReadOnlySpan<string> patterns)
    {
        var all = patterns.ToArray();
        if (all.Length == 0)
        {
            throw new ArgumentException("A selection by name has at least one pattern.", nameof(patterns));
        }

        foreach (var pattern in all)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(pattern, nameof(patterns));
        }

        return new((name, _) => Array.Exists(all, pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)));
    }

    /// <summary>
    /// Parameters of so many dimensions: <c>ByRank(minimum: 2)</c> takes matrices and kernels, and leaves biases and the weights of norms.
    /// </summary>
    /// <param name="minimum">The fewest dimensions, at least 1.</param>
    /// <param name="maximum">The most dimensions, at least <paramref name="minimum"/>.</param>
    /// <returns>The selection.</returns>
    /// <remarks>A parameter that is added without a shape has one dimension.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public static ParameterSelection ByRank(int minimum = 1, int maximum = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        return new((_, shape) => shape.Length >= minimum && shape.Length <= maximum);
    }

    /// <summary>Parameters of which a function of name and shape says so.</summary>
    /// <param name="takes">The function.</param>
    /// <returns>The selection.</returns>
    public static ParameterSelection Where(Func<string, ReadOnlySpan<int>, bool> takes)
    {
        ArgumentNullException.ThrowIfNull(takes);
        return new(takes);
    }

    /// <summary>Parameters that this selection takes, or another, or both.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The selection.</returns>
    public ParameterSelection Or(ParameterSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new((name, shape) => Takes(name, shape) || other.Takes(name, shape));
    }

    /// <summary>Parameters that this selection takes and another does not.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The selection.</returns>
    public ParameterSelection Except(ParameterSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new((name, shape) => Takes(name, shape) && !other.Takes(name, shape));
    }

    /// <summary>Whether a parameter is selected.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <returns>Whether it is.</returns>
    public bool Takes(string name, ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _takes(name, shape);
    }
}
