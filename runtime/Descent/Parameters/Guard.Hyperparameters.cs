using System.Globalization;

namespace Descent.CompilerServices;

/// <content>The ranges of hyperparameters.</content>
public static partial class Guard
{
    /// <summary>Checks a hyperparameter of type <see cref="double"/>.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="min">Smallest allowed value; NaN for none.</param>
    /// <param name="max">Largest allowed value; NaN for none.</param>
    /// <param name="above">Exclusive lower bound; NaN for none.</param>
    /// <param name="below">Exclusive upper bound; NaN for none.</param>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or outside the range.</exception>
    public static double Hyperparameter(
        double value, string name, double min = double.NaN, double max = double.NaN, double above = double.NaN, double below = double.NaN)
        => double.IsFinite(value) && IsInRange(value, min, max, above, below)
            ? value
            : throw OutOfRange(name, value, "finite", min, max, above, below);

    /// <summary>Checks a hyperparameter of type <see cref="int"/>.</summary>
    /// <inheritdoc cref="Hyperparameter(double, string, double, double, double, double)"/>
    public static int Hyperparameter(
        int value, string name, double min = double.NaN, double max = double.NaN, double above = double.NaN, double below = double.NaN)
        => IsInRange(value, min, max, above, below) ? value : throw OutOfRange(name, value, "an integer", min, max, above, below);

    /// <summary>The exception for a value that is not a member of a hyperparameter's enumeration.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="members">The allowed members, for the message.</param>
    /// <returns>The exception.</returns>
    public static ArgumentOutOfRangeException NotAMember(object value, string name, string members)
        => new(name, value, $"{name} must be one of {members}.");

    private static bool IsInRange(double value, double min, double max, double above, double below)
        => !(value < min) && !(value > max) && !(value <= above) && !(value >= below);

    private static ArgumentOutOfRangeException OutOfRange(
        string name, object value, string kind, double min, double max, double above, double below)
    {
        List<string> bounds = [kind];
        Bound("at least", min);
        Bound("greater than", above);
        Bound("at most", max);
        Bound("less than", below);
        var range = bounds.Count == 1 ? bounds[0] : $"{string.Join(", ", bounds[..^1])} and {bounds[^1]}";
        return new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");

        void Bound(string words, double bound)
        {
            if (!double.IsNaN(bound))
            {
                bounds.Add($"{words} {bound.ToString("R", CultureInfo.InvariantCulture)}");
            }
        }
    }
}
