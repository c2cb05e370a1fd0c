using System.Numerics;

namespace Descent.Training;

/// <summary>Standardization: each feature has mean 0 and standard deviation 1 over the training samples.</summary>
/// <remarks><code>
/// var scaler = StandardScaler.Fit&lt;float&gt;(training, features: 2);
/// scaler.Transform&lt;float&gt;(training);
/// scaler.Transform&lt;float&gt;(test);     // by the means and deviations of the training samples
/// </code></remarks>
public sealed class StandardScaler : FeatureScaler
{
    private StandardScaler(double[] means, double[] deviations)
        : base(means, deviations)
    {
    }

    /// <summary>Finds mean and standard deviation, dividing by the number of samples, of each feature.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="samples">Samples times features, at least one sample: all features of the first sample, then of the second, and so on.</param>
    /// <param name="features">The number of features of a sample, at least 1.</param>
    /// <returns>The scaler.</returns>
    /// <exception cref="ArgumentException">There is no sample, the length is no multiple of <paramref name="features"/>, or a number or a deviation is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="features"/> is below 1.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static StandardScaler Fit<T>(ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var columns = Columns(samples, features);
        var means = columns.Select(Mean).ToArray();
        var deviations = columns.Zip(means, Deviation).ToArray();
        var infinite = Array.FindIndex(deviations, deviation => !double.IsFinite(deviation));
        return infinite < 0
            ? new(means, [.. deviations.Select(deviation => deviation > 0 ? deviation : 1)])
            : throw new ArgumentException($"Feature {infinite} is so large that its standard deviation is not finite.", nameof(samples));
    }

    /// <summary>Counted from the first number, so that what is rounded are the differences: numbers that are equal are their own mean, to the bit.</summary>
    private static double Mean(double[] column) => column[0] + column.Average(value => value - column[0]);

    private static double Deviation(double[] column, double mean)
    {
        var norm = default(EuclideanNorm);
        foreach (var value in column)
        {
            norm.Add(value - mean);
        }

        return norm.Value / Math.Sqrt(column.Length);
    }
}
