using System.Globalization;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// One hyperparameter of a search: its name, and how a fraction from 0 to 1 becomes a value. Every strategy searches the unit cube of
/// these fractions, so that a learning rate over five decades and a momentum between 0.8 and 0.99 are equally wide.
/// </summary>
public abstract class SearchDimension
{
    private protected SearchDimension(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The hyperparameter's name.</summary>
    public string Name { get; }

    /// <summary>The smallest value.</summary>
    public abstract double Low { get; }

    /// <summary>The largest value.</summary>
    public abstract double High { get; }

    /// <summary>How many values there are; <see langword="null"/> for a continuous range.</summary>
    public abstract int? ValueCount { get; }

    /// <summary>Whether equal fractions are equal ratios.</summary>
    internal virtual bool IsLogarithmic => false;

    /// <summary>A number of a range, each equally likely.</summary>
    /// <param name="name">The hyperparameter's name.</param>
    /// <param name="low">The smallest value, finite.</param>
    /// <param name="high">The largest value, finite and above <paramref name="low"/>.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of range.</exception>
    public static SearchDimension Uniform(string name, double low, double high)
    {
        Guard.Hyperparameter(low, nameof(low));
        return new UniformDimension(name, low, Guard.Hyperparameter(high, nameof(high), above: low));
    }

    /// <summary>
    /// A number of a range, each order of magnitude equally likely: for learning rates, weight decays and 1 − momentum. The value at a
    /// fraction is the platform's exponential, which may differ in the last bit between operating systems.
    /// </summary>
    /// <param name="name">The hyperparameter's name.</param>
    /// <param name="low">The smallest value, above 0.</param>
    /// <param name="high">The largest value, finite and above <paramref name="low"/>.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A bound is out of range.</exception>
    public static SearchDimension LogUniform(string name, double low, double high)
    {
        Guard.Hyperparameter(low, nameof(low), above: 0);
        return new LogUniformDimension(name, low, Guard.Hyperparameter(high, nameof(high), above: low));
    }

    /// <summary>A whole number of a range, each equally likely: a number of units or layers.</summary>
    /// <param name="name">The hyperparameter's name.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value, above <paramref name="low"/> by at most 2³¹ − 2.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is out of range.</exception>
    public static SearchDimension WholeNumber(string name, int low, int high)
    {
        Guard.Hyperparameter(high, nameof(high), above: low, max: low + (int.MaxValue - 1.0));
        return new IntegerDimension(name, low, high);
    }

    /// <summary>One of some values, each equally likely, such as the batch sizes 32, 64 and 128. Neighbours are taken to be alike.</summary>
    /// <param name="name">The hyperparameter's name.</param>
    /// <param name="values">At least 2 finite values, rising.</param>
    /// <returns>The dimension.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or blank, or there are fewer than 2 values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite or not above the one before.</exception>
    public static SearchDimension OneOf(string name, params double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length < 2)
        {
            throw new ArgumentException($"There must be at least 2 values to choose from, but there are {values.Length}.", nameof(values));
        }

        for (var i = 0; i < values.Length; i++)
        {
            var before = i == 0 ? double.NaN : values[i - 1];
            Guard.Hyperparameter(values[i], string.Create(CultureInfo.InvariantCulture, $"values[{i}]"), above: before);
        }

        return new ListDimension(name, [.. values]);
    }

    /// <summary>The value at a fraction.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <returns>A value from <see cref="Low"/> to <see cref="High"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is outside its range.</exception>
    public double At(double fraction) => ValueAt(Guard.Hyperparameter(fraction, nameof(fraction), min: 0, max: 1));

    /// <summary>The fraction at which a value lies; for one of several values the middle of the fractions that give it.</summary>
    /// <param name="value">A value of this dimension.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not one of this dimension's.</exception>
    public double FractionOf(double value) => Fraction(Guard.Hyperparameter(value, Name, min: Low, max: High));

    private protected abstract double ValueAt(double fraction);

    private protected abstract double Fraction(double value);

    /// <summary>A part of the whole range; where the range is too narrow to be divided, all of it is at the start.</summary>
    private protected static double Part(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0;

    private protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
