using System.Numerics.Tensors;
using Descent;
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

    public DigitLearner(Optimizer optimizer, int seed)
    {
        var random = new Random(seed);
        _optimizer = optimizer;
        _network = new Network(Data.Training.PixelsPerImage, BatchSize, random);
        _batches = new MiniBatches(Data.Training, BatchSize, random);
        _network.AddTo(optimizer);
        _batches.Shuffle();
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
        if (!_batches.MoveNext())
        {
            _batches.Shuffle();
            _batches.MoveNext();
        }

        _optimizer.BeforeGradient();
        var loss = _network.ComputeGradients(_batches.Images, _batches.Labels);
        _optimizer.Step();
        return loss;
    }

    /// <summary>The probability of each of ten digits for each test image.</summary>
    public void Predict(Span<float> probabilities)
    {
        for (var first = 0; first < Data.Test.Count; first += BatchSize)
        {
            var scores = _network.Forward(Data.Test.Images.RowRange(first, Math.Min(BatchSize, Data.Test.Count - first)));
            for (var row = 0; row < scores.Rows; row++)
            {
                TensorPrimitives.SoftMax<float>(scores.Row(row), probabilities.Slice((first + row) * 10, 10));
            }
        }
    }

    /// <summary>The share of the test images whose most probable digit is the right one.</summary>
    public double TestAccuracy()
    {
        var probabilities = new float[PredictionCount];
        Predict(probabilities);
        return Accuracy(probabilities);
    }

    /// <summary>The share of the test images that predictions get right.</summary>
    public static double Accuracy(ReadOnlySpan<float> probabilities)
    {
        var correct = 0;
        for (var image = 0; image < Data.Test.Count; image++)
        {
            correct += TensorPrimitives.IndexOfMax(probabilities.Slice(image * 10, 10)) == Data.Test.Labels[image] ? 1 : 0;
        }

        return (double)correct / Data.Test.Count;
    }
}
