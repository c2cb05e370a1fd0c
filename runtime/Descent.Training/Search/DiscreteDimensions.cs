namespace Descent.Training;

/// <summary>Values that can be counted: each has an equal part of the fractions.</summary>
internal abstract class DiscreteDimension(string name, int count) : SearchDimension(name)
{
    public override double Low => this[0];

    public override double High => this[count - 1];

    public override int? ValueCount => count;

    protected abstract double this[int index] { get; }

    protected abstract int IndexOf(double value);

    private protected override double ValueAt(double fraction) => this[Math.Min((int)(fraction * count), count - 1)];

    private protected override double Fraction(double value)
    {
        var index = IndexOf(value);
        return index >= 0
            ? (index + 0.5) / count
            : throw new ArgumentOutOfRangeException(Name, value, $"{Name} must be a value of the dimension '{this}'.");
    }
}

/// <summary>Whole numbers of a range.</summary>
internal sealed class IntegerDimension(string name, int low, int high) : DiscreteDimension(name, high - low + 1)
{
    protected override double this[int index] => low + index;

    public override string ToString() => Text($"{Name}: whole number from {low} to {high}");

    protected override int IndexOf(double value) => double.IsInteger(value) ? (int)(value - low) : -1;
}

/// <summary>The values of a list.</summary>
internal sealed class ListDimension(string name, double[] values) : DiscreteDimension(name, values.Length)
{
    protected override double this[int index] => values[index];

    public override string ToString() => Text($"{Name}: one of {string.Join(", ", values.Select(value => Text($"{value}")))}");

    protected override int IndexOf(double value) => Array.IndexOf(values, value);
}
