using System.Numerics.Tensors;
using Descent;
using Descent.Training;
using Digits.Mnist;
using Digits.Model;

namespace Lectures.Learning;

/// <summary>Trains a network for digits step by step. The same seed gives the same initial weights and the same mini-batches.</summary>
internal sealed class DigitLearner
{
    private const int UsualBatch = 128, Digits = 10;
    private static readonly Lazy<MnistData> s_data = new(() => MnistData.Load(Path.Combine(AppContext.BaseDirectory, "data")));

    private readonly Optimizer _optimizer;
    private readonly MiniBatches _batches;
    private readonly DigitBatch _batch;
    private readonly int _largestBatch;
    private int _steps;

    /// <summary>Makes a network and hands its weights to an optimizer.</summary>
    /// <param name="optimizer">Takes the steps.</param>
    /// <param name="seed">Of initial weights and mini-batches.</param>
    /// <param name="design">How the network is built; the book's unless said.</param>
    /// <param name="digits">The digits to learn from; all that are there unless said.</param>
    /// <param name="batchSize">The number of digits of a mini-batch.</param>
    public DigitLearner(Optimizer optimizer, int seed, NetworkDesign? design = null, DigitSet? digits = null, int batchSize = UsualBatch)
    {
        _optimizer = optimizer;
        Training = digits ?? Data.Training;
        _largestBatch = Math.Max(batchSize, UsualBatch);
        Network = new Network(Training.PixelsPerImage, _largestBatch, design ?? new(), new Random(seed));
        _batches = new MiniBatches(Training.Count, batchSize, (ulong)seed);
        _batch = new DigitBatch(Training, batchSize);
        Network.AddTo(optimizer);
    }

    /// <summary>The digits of the sample beside this one.</summary>
    public static MnistData Data => s_data.Value;

    /// <summary>How many steps of the usual mini-batches see every digit once.</summary>
    public static int StepsPerEpoch => (Data.Training.Count + UsualBatch - 1) / UsualBatch;

    /// <summary>The number of probabilities that <see cref="Predict(Span{float})"/> writes.</summary>
    public static int PredictionCount => Data.Test.Count * Digits;

    public Network Network { get; }

    /// <summary>The digits that it learns from.</summary>
    public DigitSet Training { get; }

    /// <summary>How many steps see every digit of <see cref="Training"/> once.</summary>
    public int StepsOfEpoch => _batches.BatchesPerEpoch;

    /// <summary>One step on the next mini-batch.</summary>
    /// <returns>The loss before it.</returns>
    public double Step()
    {
        var (epoch, batch) = _batches.PositionAfter(_steps++);
        var next = _batches.Epoch(epoch, batch).GetEnumerator();
        next.MoveNext();
        _batch.Gather(next.Current);

        _optimizer.BeforeGradient();
        var loss = Network.ComputeGradients(_batch.Images, _batch.Labels);
        _optimizer.Step();
        return loss;
    }

    /// <summary>The steps that see every digit once.</summary>
    /// <returns>The mean of the losses before them.</returns>
    public double Epoch()
    {
        var sum = 0.0;
        for (var step = 0; step < StepsOfEpoch; step++)
        {
            sum += Step();
        }

        return sum / StepsOfEpoch;
    }

    /// <summary>The probability of each of ten digits for each test image.</summary>
    public void Predict(Span<float> probabilities) => Predict(Data.Test, probabilities);

    /// <summary>How well the present weights do on the test images.</summary>
    public Score Test() => Test(Data.Test);

    /// <summary>How well the present weights do on some images.</summary>
    public Score Test(DigitSet digits)
    {
        var probabilities = new float[digits.Count * Digits];
        Predict(digits, probabilities);
        return Judge(probabilities, digits.Labels);
    }

    /// <summary>Shows what the hidden units give out for images.</summary>
    /// <param name="digits">The images.</param>
    /// <param name="see">Told the number of the first image of a part, the layer, and the units' values, one image after the other.</param>
    public void Look(DigitSet digits, Sight see)
    {
        for (var first = 0; first < digits.Count; first += _largestBatch)
        {
            var count = Math.Min(_largestBatch, digits.Count - first);
            Network.CountCorrect(digits.Images.RowRange(first, count), digits.Labels.Slice(first, count));
            for (var layer = 0; layer < Network.HiddenLayers; layer++)
            {
                see(first, layer, Network.Activations(layer).Values);
            }
        }
    }

    /// <summary>How well predictions do on the test images.</summary>
    public static Score Judge(ReadOnlySpan<float> probabilities) => Judge(probabilities, Data.Test.Labels);

    /// <summary>The share of the test images that two predictions take for different digits.</summary>
    public static double Disagreement(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var different = 0;
        for (var image = 0; image < Data.Test.Count; image++)
        {
            different += Guess(left, image) != Guess(right, image) ? 1 : 0;
        }

        return (double)different / Data.Test.Count;
    }

    /// <summary>The most probable digit of an image.</summary>
    public static int Guess(ReadOnlySpan<float> probabilities, int image)
        => TensorPrimitives.IndexOfMax(probabilities.Slice(image * Digits, Digits));

    private void Predict(DigitSet digits, Span<float> probabilities)
    {
        for (var first = 0; first < digits.Count; first += _largestBatch)
        {
            var count = Math.Min(_largestBatch, digits.Count - first);
            Network.Predict(digits.Images.RowRange(first, count), probabilities.Slice(first * Digits, count * Digits));
        }
    }

    private static Score Judge(ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> labels)
    {
        var (correct, loss) = (0, 0.0);
        for (var image = 0; image < labels.Length; image++)
        {
            correct += Guess(probabilities, image) == labels[image] ? 1 : 0;
            loss -= Math.Log(Math.Max(probabilities[image * Digits + labels[image]], 1e-7f));
        }

        return new((double)correct / labels.Length, loss / labels.Length);
    }
}

/// <summary>How well a model does.</summary>
/// <param name="Accuracy">The share of the images whose most probable digit is the right one.</param>
/// <param name="Loss">The mean cross-entropy.</param>
internal readonly record struct Score(double Accuracy, double Loss);

/// <summary>Sees what the units of a hidden layer give out for some successive images.</summary>
internal delegate void Sight(int first, int layer, ReadOnlySpan<float> values);
