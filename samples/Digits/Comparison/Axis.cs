namespace Digits.Comparison;

/// <summary>An axis from zero to a highest value, and where on it the values lie in the picture.</summary>
/// <param name="Highest">The value at the far end.</param>
/// <param name="Start">The coordinate of zero.</param>
/// <param name="End">The coordinate of the highest value.</param>
internal sealed record Axis(double Highest, double Start, double End)
{
    /// <summary>The coordinate of a value. What is not a number, as the loss of a network that diverged, lies beyond the end.</summary>
    public double Place(double value) => Start + (End - Start) * (double.IsFinite(value) ? value / Highest : 2);

    /// <summary>Round values along the axis, at a distance of 1, 2 or 5 times a power of ten, and about as many as wanted.</summary>
    public IEnumerable<double> Ticks(int wanted)
    {
        var least = Highest / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double[] steps = [power, 2 * power, 5 * power, 10 * power];
        var step = steps.First(step => step >= least * 0.999);
        for (var i = 0; i * step <= Highest * 1.001; i++)
        {
            yield return i * step;
        }
    }
}
