using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The mean of the predictions of several models, weighted if wanted. The mean of probabilities is a probability again; average
/// probabilities rather than the scores before a softmax.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class PredictionAverage<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _mean;

    /// <summary>Starts a mean of no predictions.</summary>
    /// <param name="length">How many values each model predicts, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or greater than <see cref="Array.MaxLength"/>.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public PredictionAverage(int length)
    {
        Guard.ElementType<T>();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength);
        _mean = new T[length];
    }

    /// <summary>How many models' predictions were added.</summary>
    public int Count { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>The mean so far; zeros before the first predictions.</summary>
    public ReadOnlySpan<T> Mean => _mean;

    /// <summary>Adds a model's predictions. Allocates nothing.</summary>
    /// <param name="predictions">The predictions, one for each value of the mean.</param>
    /// <param name="weight">The model's weight beside the others, finite and above 0.</param>
    /// <exception cref="ArgumentException">The number of predictions is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="weight"/> is not finite and above 0, or the sum of the weights would not be finite.
    /// </exception>
    public void Add(ReadOnlySpan<T> predictions, double weight = 1)
    {
        if (predictions.Length != _mean.Length)
        {
            throw new ArgumentException($"There are {predictions.Length} predictions, but the mean is of {_mean.Length}.", nameof(predictions));
        }

        _ = Guard.Hyperparameter(weight, nameof(weight), above: 0, max: double.MaxValue - TotalWeight);
        TotalWeight += weight;
        Count++;
        AverageKernel.MoveTowards(_mean, predictions, weight / TotalWeight);
    }

    /// <summary>Starts anew, with a mean of no predictions.</summary>
    public void Clear()
    {
        Array.Clear(_mean);
        TotalWeight = Count = 0;
    }
}
