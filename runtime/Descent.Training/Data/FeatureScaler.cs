using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Brings each feature of samples to a common scale, x ← (x − offset) / scale, with offsets and scales that were found on training samples
/// and are used for all others.
/// </summary>
public abstract class FeatureScaler
{
    private readonly double[] _offsets, _scales;

    private protected FeatureScaler(double[] offsets, double[] scales) => (_offsets, _scales) = (offsets, scales);

    /// <summary>The number of features of a sample.</summary>
    public int Features => _offsets.Length;

    /// <summary>What is subtracted from each feature.</summary>
    public ReadOnlySpan<double> Offsets => _offsets;

    /// <summary>What each feature is divided by after that, greater than 0; 1 for features that do not differ in the training samples.</summary>
    public ReadOnlySpan<double> Scales => _scales;

    /// <summary>Scales samples in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="samples">Samples times features: all features of the first sample, then of the second, and so on.</param>
    /// <exception cref="ArgumentException">The length is no multiple of <see cref="Features"/>.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void Transform<T>(Span<T> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(samples, Features);
        for (var i = 0; i < samples.Length; i++)
        {
            var feature = i % Features;
            samples[i] = T.CreateTruncating(Scaled(double.CreateTruncating(samples[i]), _offsets[feature], _scales[feature]));
        }
    }

    /// <summary>Undoes <see cref="Transform"/>, but for rounding.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="samples">Scaled samples, laid out as for <see cref="Transform"/>.</param>
    /// <exception cref="ArgumentException">The length is no multiple of <see cref="Features"/>.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public void Restore<T>(Span<T> samples)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check<T>(samples, Features);
        for (var i = 0; i < samples.Length; i++)
        {
            var feature = i % Features;
            samples[i] = T.CreateTruncating((double.CreateTruncating(samples[i]) * _scales[feature]) + _offsets[feature]);
        }
    }

    /// <summary>The samples as numbers of double precision, feature by feature.</summary>
    private protected static double[][] Columns<T>(ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.Hyperparameter(features, nameof(features), min: 1);
        Check(samples, features);
        if (samples.Length == 0)
        {
            throw new ArgumentException("There are 0 samples; at least 1 is needed.", nameof(samples));
        }

        var columns = new double[features][];
        for (var feature = 0; feature < features; feature++)
        {
            columns[feature] = new double[samples.Length / features];
        }

        for (var i = 0; i < samples.Length; i++)
        {
            var value = double.CreateTruncating(samples[i]);
            columns[i % features][i / features] = double.IsFinite(value)
                ? value
                : throw new ArgumentException($"Feature {i % features} of sample {i / features} is {value}; it must be finite.", nameof(samples));
        }

        return columns;
    }

    /// <summary>(x − offset) / scale, also where the difference is larger than the largest number.</summary>
    private static double Scaled(double value, double offset, double scale)
    {
        var difference = value - offset;
        return double.IsInfinity(difference) ? (value / scale) - (offset / scale) : difference / scale;
    }

    private static void Check<T>(ReadOnlySpan<T> samples, int features)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guard.ElementType<T>();
        if (samples.Length % features != 0)
        {
            throw new ArgumentException($"There are {samples.Length} numbers, which is no multiple of {features} features.", nameof(samples));
        }
    }
}
