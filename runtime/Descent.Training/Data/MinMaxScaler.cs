using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>Min–max scaling: each feature lies between two bounds, 0 and 1 unless said, over the training samples. Others may lie outside.</summary>
/// <remarks><code>
/// var scaler = MinMaxScaler.Fit&lt;float&gt;(training, features: 2);
/// scaler.Transform&lt;float&gt;(training);
/// </code></remarks>
public sealed class MinMaxScaler : FeatureScaler
{
    private MinMaxScaler(double[] offsets, double[] scales)
        : base(offsets, scales)
    {
    }

    /// <summary>Finds the smallest and the largest value of each feature.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="samples">Samples times features, at least one sample: all features of the first sample, then of the second, and so on.</param>
    /// <param name="features">The number of features of a sample, at least 1.</param>
    /// <param name="low">What the smallest value becomes; also what a feature becomes that does not differ.</param>
    /// <param name="high">What the largest value becomes, greater than <paramref name="low"/>.</param>
    /// <returns>The scaler.</returns>
    /// <exception cref="ArgumentException">There is no sample, the length is no multiple of <paramref name="features"/>, or a number or a scale is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="features"/> is below 1, a bound is not finite, or <paramref name="high"/> is not greater than <paramref name="low"/>, by a finite number.
    /// </exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static MinMaxScaler Fit<T>(ReadOnlySpan<T> samples, int features, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.Hyperparameter(low, nameof(low));
        Guard.Hyperparameter(high, nameof(high), above: low, max: Math.Min(double.MaxValue, double.MaxValue + low));
        var columns = Columns(samples, features);
        var scales = columns.Select(column => (column.Max() / (high - low)) - (column.Min() / (high - low))).Select(scale => scale > 0 ? scale : 1).ToArray();
        double[] offsets = [.. columns.Zip(scales, (column, scale) => column.Min() - (low * scale))];
        var infinite = Array.FindIndex(offsets, offset => !double.IsFinite(offset));
        infinite = infinite < 0 ? Array.FindIndex(scales, double.IsInfinity) : infinite;
        return infinite < 0
            ? new(offsets, scales)
            : throw new ArgumentException($"Feature {infinite} is so large beside the bounds that its scale is not finite.", nameof(samples));
    }
}
