using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// What the activations of one layer look like over a batch, as the lecture shows it to judge an initialization: healthy layers keep
/// mean and spread from one to the next, vanishing ones shrink to a spike at 0, and saturated ones pile up at the ends.
/// </summary>
public sealed class ActivationStatistics
{
    /// <summary>A unit is saturated where its function's slope is below this share of its steepest.</summary>
    private const double FlatSlope = 0.05;

    private ActivationStatistics(string layer, int samples, int units, ActivationHistogram histogram)
        => (Layer, Samples, Units, Histogram) = (layer, samples, units, histogram);

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The number of samples measured.</summary>
    public int Samples { get; }

    /// <summary>The number of units of the layer.</summary>
    public int Units { get; }

    /// <summary>The mean of the finite activations; NaN if there is none.</summary>
    public double Mean { get; private init; }

    /// <summary>The standard deviation of the finite activations, dividing by their number; NaN if there is none.</summary>
    public double StandardDeviation { get; private init; }

    /// <summary>
    /// The share of activations, in [0, 1], where the slope of the function is below 5 % of its steepest: |a| &gt; 0.975 for tanh,
    /// a &lt; 0.0127 or a &gt; 0.9873 for the sigmoid. Little gradient comes through there.
    /// </summary>
    public double SaturatedShare { get; private init; }

    /// <summary>The share of units, in [0, 1], that are saturated for every sample.</summary>
    public double SaturatedUnitShare { get; private init; }

    /// <summary>The share of units, in [0, 1], that are exactly 0 for every sample, and so do not learn from any behind a ReLU.</summary>
    public double DeadUnitShare { get; private init; }

    /// <summary>The number of activations that are NaN or infinite. They count in the shares, but not in mean, deviation and histogram.</summary>
    public int NonFiniteCount { get; private init; }

    /// <summary>The histogram: over the function's range for sigmoid and tanh, over the activations' otherwise.</summary>
    public ActivationHistogram Histogram { get; }

    /// <summary>Measures a layer.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="layer">The layer's name, for the chart.</param>
    /// <param name="activations">The activations, samples times units: all units of the first sample, then of the second, and so on.</param>
    /// <param name="units">The number of units, at least 1.</param>
    /// <param name="function">The function the activations came out of.</param>
    /// <param name="bins">The number of bins of the histogram, from 1 to 1000.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="ArgumentException">There are no activations, or their number is no multiple of the units, or the name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/>, <paramref name="bins"/> or <paramref name="function"/> is out of range.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static ActivationStatistics Measure<T>(
        string layer, ReadOnlySpan<T> activations, int units, ActivationFunction function, int bins = 40)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.ElementType<T>();
        ArgumentException.ThrowIfNullOrWhiteSpace(layer);
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        _ = Guard.Hyperparameter(bins, nameof(bins), min: 1, max: 1000);
        if (!Enum.IsDefined(function))
        {
            throw Guard.NotAMember(function, nameof(function), string.Join(", ", Enum.GetNames<ActivationFunction>()));
        }

        if (activations.IsEmpty || activations.Length % units != 0)
        {
            throw new ArgumentException(
                $"There are {activations.Length} activations of {units} units; their number must be a multiple of the units and above 0.", nameof(activations));
        }

        var (mean, deviation, low, high, finite) = Moments(activations);
        (low, high) = function switch
        {
            ActivationFunction.Sigmoid => (0, 1),
            ActivationFunction.Tanh => (-1, 1),
            _ => finite == 0 ? (0, 0) : (low, high),
        };
        var samples = activations.Length / units;
        int saturated = 0, saturatedUnits = 0, deadUnits = 0;
        for (var unit = 0; unit < units; unit++)
        {
            int flat = 0, zero = 0;
            for (var i = unit; i < activations.Length; i += units)
            {
                var activation = double.CreateTruncating(activations[i]);
                flat += IsSaturated(activation, function) ? 1 : 0;
                zero += activation == 0 ? 1 : 0;
            }

            saturated += flat;
            saturatedUnits += flat == samples ? 1 : 0;
            deadUnits += zero == samples ? 1 : 0;
        }

        return new(layer, samples, units, ActivationHistogram.Of(activations, low, high, bins))
        {
            Mean = mean,
            StandardDeviation = deviation,
            SaturatedShare = (double)saturated / activations.Length,
            SaturatedUnitShare = (double)saturatedUnits / units,
            DeadUnitShare = (double)deadUnits / units,
            NonFiniteCount = activations.Length - finite,
        };
    }

    /// <summary>One line: the layer, mean and deviation, and what is wrong with it.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Layer}: mean {Mean:G4}, standard deviation {StandardDeviation:G4}, {100 * SaturatedShare:F1} % saturated, {100 * DeadUnitShare:F1} % of the units dead{(NonFiniteCount > 0 ? $", {NonFiniteCount} not finite" : "")}");

    /// <summary>Whether the slope, 1 − a² for tanh and 4 a (1 − a) of its steepest for the sigmoid, is nearly flat.</summary>
    private static bool IsSaturated(double activation, ActivationFunction function) => function switch
    {
        ActivationFunction.Sigmoid => 4 * activation * (1 - activation) < FlatSlope,
        ActivationFunction.Tanh => 1 - (activation * activation) < FlatSlope,
        _ => false,
    };

    /// <summary>
    /// Mean and deviation in one pass (Welford, 1962), which does not cancel where the mean is far from 0. The numbers are scaled by a
    /// power of two, which rounds nothing, so that the squares of very large or very small ones are in range.
    /// </summary>
    private static (double Mean, double Deviation, double Low, double High, int Finite) Moments<T>(ReadOnlySpan<T> activations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in activations)
        {
            if (T.IsFinite(value))
            {
                var activation = double.CreateTruncating(value);
                (low, high) = (Math.Min(low, activation), Math.Max(high, activation));
            }
        }

        if (!(low <= high))
        {
            return (double.NaN, double.NaN, low, high, 0);
        }

        var exponent = DenseVector.Exponent([low, high]) + 1;
        double mean = 0, squares = 0;
        var finite = 0;
        foreach (var value in activations)
        {
            if (T.IsFinite(value))
            {
                var activation = Math.ScaleB(double.CreateTruncating(value), -exponent);
                var distance = activation - mean;
                mean += distance / ++finite;
                squares += distance * (activation - mean);
            }
        }

        return (Math.ScaleB(mean, exponent), Math.ScaleB(Math.Sqrt(squares / finite), exponent), low, high, finite);
    }
}
