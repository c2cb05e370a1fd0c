using Descent;
using Digits.Mnist;
using Digits.Model;

namespace Digits.Training;

/// <summary>Trains the network with one optimizer. The same seed gives the same initial weights and the same mini-batches.</summary>
internal sealed class Trainer
{
    public const int BatchSize = 128;

    private readonly MnistData _data;
    private readonly Optimizer _optimizer;
    private readonly Network _network;
    private readonly MiniBatches _batches;

    public Trainer(MnistData data, Optimizer optimizer, int seed)
    {
        var random = new Random(seed);
        _data = data;
        _optimizer = optimizer;
        _network = new Network(data.Training.PixelsPerImage, BatchSize, random);
        _batches = new MiniBatches(data.Training, BatchSize, random);
        _network.AddTo(optimizer);
    }

    public int BatchesPerEpoch => _batches.PerEpoch;

    /// <summary>Trains for some epochs and tells the caller how it goes.</summary>
    /// <param name="epochs">Passes over the training images.</param>
    /// <param name="batchDone">Called after each mini-batch.</param>
    /// <param name="epochDone">Called after each epoch with what it reached.</param>
    public TrainingHistory Train(int epochs, Action batchDone, Action<EpochResult> epochDone)
    {
        var losses = new List<double>(epochs * BatchesPerEpoch);
        var results = new List<EpochResult>(epochs);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            _batches.Shuffle();
            while (_batches.MoveNext())
            {
                losses.Add(Step());
                batchDone();
            }

            var result = new EpochResult(epoch, losses.TakeLast(BatchesPerEpoch).Average(), Accuracy(_data.Training), Accuracy(_data.Test));
            results.Add(result);
            epochDone(result);
        }

        return new TrainingHistory(losses, results);
    }

    /// <summary>One step of the optimizer on the present mini-batch; returns the loss before it.</summary>
    private double Step()
    {
        _optimizer.BeforeGradient();
        var loss = _network.ComputeGradients(_batches.Images, _batches.Labels);
        _optimizer.Step();
        return loss;
    }

    private double Accuracy(DigitSet digits)
    {
        var correct = 0;
        for (var first = 0; first < digits.Count; first += BatchSize)
        {
            var count = Math.Min(BatchSize, digits.Count - first);
            correct += _network.CountCorrect(digits.Images.RowRange(first, count), digits.Labels.Slice(first, count));
        }

        return (double)correct / digits.Count;
    }
}
