using System.Numerics.Tensors;
using Descent;
using Descent.Training;
using Digits.Mnist;
using Digits.Model;

namespace Lectures.Learning;

/// <summary>Trains the digits' network step by step. The same seed gives the same initial weights and the same mini-batches.</summary>
internal sealed class DigitLearner
{
    private const int BatchSize = 128;
    private static readonly Lazy<MnistData> s_data = new(() => MnistData.Load(Path.Combine(AppContext.BaseDirectory, "data")));

    private readonly Optimizer _optimizer;
    private readonly Network _network;
    private readonly MiniBatches _batches;
    private readonly DigitBatch _batch;
    private int _steps;

    public DigitLearner(Optimizer optimizer, int seed)
    {
        var random = new Random(seed);
        _optimizer = optimizer;
        _network = new Network(Data.Training.PixelsPerImage, BatchSize, batchNormalization: false, random);
        _batches = new MiniBatches(Data.Training.Count, BatchSize, (ulong)seed);
        _batch = new DigitBatch(Data.Training, BatchSize);
        _network.AddTo(optimizer);
    }

    /// <summary>The digits of the sample beside this one.</summary>
    public static MnistData Data => s_data.Value;

    /// <summary>How many steps see every digit once.</summary>
    public static int StepsPerEpoch => (Data.Training.Count + BatchSize - 1) / BatchSize;

    /// <summary>The number of probabilities that <see cref="Predict"/> writes.</summary>
    public static int PredictionCount => Data.Test.Count * 10;

    /// <summary>One step on the next mini-batch.</summary>
    /// <returns>The loss before it.</returns>
    public double Step()
    {
        var (epoch, batch) = _batches.PositionAfter(_steps++);
        var next = _batches.Epoch(epoch, batch).GetEnumerator();
        next.MoveNext();
        _batch.Gather(next.Current);

        _optimizer.BeforeGradient();
        var loss = _network.ComputeGradients(_batch.Images, _batch.Labels);
        _optimizer.Step();
        return loss;
    }

    /// <summary>The probability of each of ten digits for each test image.</summary>
    public void Predict(Span<float> probabilities)
    {
        for (var first = 0; first < Data.Test.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, Data.Test.Count - first);
            _network.Predict(Data.Test.Images.RowRange(first, count), probabilities.Slice(first * 10, count * 10));
        }
    }

    /// <summary>How well the present weights do on the test images.</summary>
    public Score Test()
    {
        var probabilities = new float[PredictionCount];
        Predict(probabilities);
        return Judge(probabilities);
    }

    /// <summary>How well predictions do on the test images.</summary>
    public static Score Judge(ReadOnlySpan<float> probabilities)
    {
        var (correct, loss) = (0, 0.0);
        for (var image = 0; image < Data.Test.Count; image++)
        {
            var digits = probabilities.Slice(image * 10, 10);
            var label = Data.Test.Labels[image];
            correct += TensorPrimitives.IndexOfMax(digits) == label ? 1 : 0;
            loss -= Math.Log(Math.Max(digits[label], 1e-7f));
        }

        return new((double)correct / Data.Test.Count, loss / Data.Test.Count);
    }

    /// <summary>The share of the test images that two predictions take for different digits.</summary>
    public static double Disagreement(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var different = 0;
        for (var image = 0; image < Data.Test.Count; image++)
        {
            different += TensorPrimitives.IndexOfMax(left.Slice(image * 10, 10)) != TensorPrimitives.IndexOfMax(right.Slice(image * 10, 10)) ? 1 : 0;
        }

        return (double)different / Data.Test.Count;
    }
}

/// <summary>How well a model does.</summary>
/// <param name="Accuracy">The share of the images whose most probable digit is the right one.</param>
/// <param name="Loss">The mean cross-entropy.</param>
internal readonly record struct Score(double Accuracy, double Loss);
