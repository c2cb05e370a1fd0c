using System.IO.Enumeration;

namespace Descent;

/// <summary>
/// Which parameters an optimizer of a group takes, by their names and shapes: what <see cref="OptimizerGroup.Split"/> is told.
/// </summary>
/// <remarks>
/// A pattern that matches no parameter is a mistake more often than not, and trains with the wrong hyperparameters without a word: the
/// group's first step refuses it, unless the selection says <see cref="OrNothing"/>.
/// </remarks>
public sealed class ParameterSelection
{
    private readonly Func<string, ReadOnlySpan<nint>, bool> _takes;
    private readonly NamePattern[] _patterns;

    private ParameterSelection(Func<string, ReadOnlySpan<nint>, bool> takes, params NamePattern[] patterns) => (_takes, _patterns) = (takes, patterns);

    /// <summary>All parameters: for the last optimizer, which takes what the others leave.</summary>
    public static ParameterSelection All { get; } = new((_, _) => true);

    /// <summary>
    /// Parameters whose name matches one of several patterns, such as <c>"*.bias"</c> or <c>"h.?.ln_*"</c>. Capitals count: <c>*norm*</c>
    /// does not take <c>LayerNorm.weight</c>, which <see cref="ByNameIgnoringCase"/> does.
    /// </summary>
    /// <param name="patterns">
    /// The patterns, each for a whole name: <c>*</c> stands for any characters, also none and also dots, <c>?</c> for one, and a backslash
    /// before one of these for the character itself.
    /// </param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">There is no pattern, or one is empty.</exception>
    public static ParameterSelection ByName(params ReadOnlySpan<string> patterns) => Matching(patterns, ignoreCase: false);

    /// <summary>As <see cref="ByName"/>, and capitals do not count: <c>"*norm*"</c> takes <c>norm1.weight</c> and <c>LayerNorm.weight</c>.</summary>
    /// <inheritdoc cref="ByName"/>
    public static ParameterSelection ByNameIgnoringCase(params ReadOnlySpan<string> patterns) => Matching(patterns, ignoreCase: true);

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
    public static ParameterSelection Where(Func<string, ReadOnlySpan<nint>, bool> takes)
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
        return new((name, shape) => Takes(name, shape) || other.Takes(name, shape), [.. _patterns, .. other._patterns]);
    }

    /// <summary>Parameters that this selection takes and another does not.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The selection.</returns>
    public ParameterSelection Except(ParameterSelection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new((name, shape) => Takes(name, shape) && !other.Takes(name, shape), [.. _patterns, .. other._patterns]);
    }

    /// <summary>The same selection, of which no pattern has to match a parameter: for code that serves models with and without them.</summary>
    /// <returns>The selection.</returns>
    public ParameterSelection OrNothing() => new(_takes);

    /// <summary>Whether a parameter is selected.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <returns>Whether it is.</returns>
    public bool Takes(string name, ReadOnlySpan<nint> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _takes(name, shape);
    }

    /// <summary>The first pattern that matches none of the names that reach this selection, in words; <see langword="null"/> if each matches one.</summary>
    internal string? DescribeIdlePattern(IReadOnlyCollection<string> names)
    {
        if (Array.Find(_patterns, pattern => !names.Any(pattern.Matches)) is not { } idle)
        {
            return null;
        }

        var like = names.FirstOrDefault((idle with { IgnoreCase = true }).Matches);
        return $"'{idle.Text}' matches none of the {names.Count} parameters that no optimizer before took"
            + (like is null ? "" : $", but would match '{like}' by {nameof(ByNameIgnoringCase)}");
    }

    private static ParameterSelection Matching(ReadOnlySpan<string> patterns, bool ignoreCase)
    {
        if (patterns.IsEmpty)
        {
            throw new ArgumentException("A selection by name has at least one pattern.", nameof(patterns));
        }

        foreach (var pattern in patterns)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(pattern, nameof(patterns));
        }

        NamePattern[] all = [.. patterns.ToArray().Select(pattern => new NamePattern(pattern, ignoreCase))];
        return new((name, _) => Array.Exists(all, pattern => pattern.Matches(name)), all);
    }

    private sealed record NamePattern(string Text, bool IgnoreCase)
    {
        public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Text, name, IgnoreCase);
    }
}
