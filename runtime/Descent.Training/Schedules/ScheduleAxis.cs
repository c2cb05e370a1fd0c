namespace Descent.Training;

/// <summary>A linear axis of a drawing.</summary>
/// <param name="Low">The value at its start.</param>
/// <param name="High">The value at its end, above <paramref name="Low"/>.</param>
internal readonly record struct ScheduleAxis(double Low, double High)
{
    /// <summary>The axis for values of a range: it starts at 0 unless all values are close to each other and far from 0.</summary>
    public static ScheduleAxis Of(double smallest, double largest)
    {
        var magnitude = Math.Max(Math.Abs(smallest), Math.Abs(largest));
        if (magnitude < 1e-300)
        {
            return new(0, 1);
        }

        var isWide = largest - smallest > magnitude / 2 || largest - smallest <= 1e-6 * magnitude;
        return isWide ? new(Math.Min(smallest, 0), Math.Max(largest, 0)) : new(smallest, largest);
    }

    /// <summary>Where a value lies, 0 at the start and 1 at the end; finite whatever the range.</summary>
    public double Fraction(double value) => ((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2));

    /// <summary>Round values (1, 2 or 5 times a power of ten apart) on the axis.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var raw = (High / about) - (Low / about);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var spacing = power * ((raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        var (first, last) = (Math.Ceiling((Low / spacing) - 1e-9), Math.Floor((High / spacing) + 1e-9));
        // An axis may be so narrow that whole numbers of its spacings are not told apart any more: then it has no ticks.
        for (var i = first; i <= last && i < i + 1; i++)
        {
            yield return (i * spacing) + 0.0; // −0 would be written with its sign
        }
    }
}
