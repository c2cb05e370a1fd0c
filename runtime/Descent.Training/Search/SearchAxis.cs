using System.Globalization;

namespace Descent.Training;

/// <summary>An axis of a picture of a search, linear or logarithmic.</summary>
internal sealed class SearchAxis
{
    private readonly double _low, _high;
    private readonly bool _isLogarithmic;

    private SearchAxis(double low, double high, bool isLogarithmic) => (_low, _high, _isLogarithmic) = (low, high, isLogarithmic);

    /// <summary>The axis of a hyperparameter.</summary>
    public static SearchAxis Of(SearchDimension dimension) => new(dimension.Low, dimension.High, dimension.IsLogarithmic);

    /// <summary>The axis of results: logarithmic if all are above 0 and the largest is more than 20 times the smallest.</summary>
    public static SearchAxis Of(IReadOnlyCollection<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        if (low < high)
        {
            return new(low, high, low > 0 && high > 20 * low);
        }

        var margin = low == 0 ? 1 : Math.Abs(low) / 2;
        return new(Math.Max(low - margin, double.MinValue), Math.Min(high + margin, double.MaxValue), false);
    }

    /// <summary>The axis from 0 to a number.</summary>
    public static SearchAxis To(int last) => new(0, Math.Max(last, 1), false);

    /// <summary>Where a value lies, 0 at the start and 1 at the end.</summary>
    public double Fraction(double value)
    {
        var (part, whole) = _isLogarithmic
            ? (Math.Log(value) - Math.Log(_low), Math.Log(_high) - Math.Log(_low))
            : ((value / 2) - (_low / 2), (_high / 2) - (_low / 2));
        return whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0.5;
    }

    /// <summary>Round values on the axis with their labels; both ends where no two powers of ten lie between.</summary>
    public IEnumerable<(double Value, string Label)> Ticks(int about)
    {
        var powers = _isLogarithmic ? Powers(about) : [.. new ScheduleAxis(_low, _high).Ticks(about)];
        return (powers.Length >= 2 ? powers : [_low, _high])
            .Select(value => (value, SearchColumns.Plain(value.ToString(powers.Length >= 2 ? "G6" : "G3", CultureInfo.InvariantCulture))));
    }

    private double[] Powers(int about)
    {
        var (first, last) = ((int)Math.Ceiling(Math.Log10(_low) - 1e-9), (int)Math.Floor(Math.Log10(_high) + 1e-9));
        var every = Math.Max(1, (last - first + about) / about);
        return [.. Enumerable.Range(first, Math.Max(0, last - first + 1)).Where(power => (power - first) % every == 0).Select(power => Math.Pow(10, power))];
    }
}
