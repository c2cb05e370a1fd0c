using System.Globalization;
using System.Text;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>Counts what a classifier takes examples of each class for: a row a true class, a column a predicted one.</summary>
public sealed class ConfusionMatrix
{
    /// <summary>An array has room for their square.</summary>
    private const int MostClasses = 32_768;

    private readonly long[] _counts;

    /// <summary>Starts without an example.</summary>
    /// <param name="classes">The number of classes, from 2 to 32,768.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is outside its range.</exception>
    public ConfusionMatrix(int classes)
    {
        Classes = Guard.Hyperparameter(classes, nameof(classes), min: 2, max: MostClasses);
        _counts = new long[(long)classes * classes];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of examples.</summary>
    public long Count { get; private set; }

    /// <summary>The share of the examples whose class is the predicted one, in [0, 1]; NaN without examples.</summary>
    public double Accuracy => Share(Enumerable.Range(0, Classes).Sum(label => this[label, label]), Count);

    /// <summary>How many examples of a class were taken for another, or for the same.</summary>
    /// <param name="actual">The class that they have, from 0.</param>
    /// <param name="predicted">The class that was predicted, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted] => _counts[IndexOf(actual, predicted)];

    /// <summary>Counts an example.</summary>
    /// <param name="actual">The class that it has, from 0.</param>
    /// <param name="predicted">The class that was predicted, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public void Add(int actual, int predicted)
    {
        _counts[IndexOf(actual, predicted)]++;
        Count++;
    }

    /// <summary>Forgets all examples.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The share of the examples taken for a class that have it, in [0, 1]; NaN where none was.</summary>
    /// <param name="label">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int label) => Share(this[Checked(label, nameof(label)), label], Enumerable.Range(0, Classes).Sum(actual => this[actual, label]));

    /// <summary>The share of the examples of a class that were taken for it, in [0, 1]; NaN where there is none.</summary>
    /// <param name="label">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int label) => Share(this[Checked(label, nameof(label)), label], Enumerable.Range(0, Classes).Sum(predicted => this[label, predicted]));

    /// <summary>The harmonic mean of precision and recall, in [0, 1]; NaN where the class neither is nor was predicted.</summary>
    /// <param name="label">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int label)
        => Share(2 * this[Checked(label, nameof(label)), label], Enumerable.Range(0, Classes).Sum(other => this[other, label] + this[label, other]));

    /// <summary>The table: a line a true class, a column a predicted one.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
    {
        var width = Math.Max(_counts.Max(), Classes - 1).ToString(CultureInfo.InvariantCulture).Length + 1;
        var text = new StringBuilder().Append(' ', width - 1);
        for (var row = -1; row < Classes; row++)
        {
            if (row >= 0)
            {
                text.Append('\n').Append(row.ToString(CultureInfo.InvariantCulture).PadLeft(width - 1));
            }

            for (var column = 0; column < Classes; column++)
            {
                text.Append((row < 0 ? column : this[row, column]).ToString(CultureInfo.InvariantCulture).PadLeft(width));
            }
        }

        return text.ToString();
    }

    private static double Share(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private int IndexOf(int actual, int predicted) => (Checked(actual, nameof(actual)) * Classes) + Checked(predicted, nameof(predicted));

    private int Checked(int label, string argument) => Guard.Hyperparameter(label, argument, min: 0, max: Classes - 1);
}
