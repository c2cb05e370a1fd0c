using System.Numerics.Tensors;
using Descent;
using Descent.Training;
using Digits.Mnist;
using Digits.Model;
using Digits.Shared;

namespace Digits.Training;

/// <summary>Trains the network by one recipe. The same seed gives the same initial weights and the same mini-batches.</summary>
internal sealed class Trainer
{
    public const int BatchSize = 128;
    private const int Classes = 10;

    private readonly MnistData _data;
    private readonly Network _network;
    private readonly MiniBatches _batches;
    private readonly DigitBatch _batch;
    private readonly Optimizer _optimizer;
    private readonly Recipe _recipe;
    private readonly HyperparameterSchedules<Optimizer> _schedules;
    private readonly CheckpointOptions _parts = new();
    private readonly WeightAverage? _average;
    private readonly SnapshotEnsemble? _ensemble;

    public Trainer(MnistData data, Optimizer optimizer, Recipe recipe)
    {
        var random = new Random(recipe.Seed);
        _data = data;
        _recipe = recipe;
        var design = new NetworkDesign { Normalization = recipe.Normalization };
        _network = new Network(data.Training.PixelsPerImage, BatchSize, design, random);
        _batches = new MiniBatches(data.Training.Count, BatchSize, (ulong)recipe.Seed);
        _batch = new DigitBatch(data.Training, BatchSize);
        _network.AddTo(optimizer);

        var steps = recipe.Epochs * BatchesPerEpoch;
        _optimizer = optimizer;
        _schedules = optimizer.Schedule(HyperparameterRole.LearningRate, recipe.LearningRates(steps));
        _average = recipe.Average?.Create(optimizer, steps, BatchesPerEpoch);
        _average?.Attach();
        _ensemble = recipe.Ensemble is { } snapshots ? new SnapshotEnsemble(optimizer, cycleLength: steps / snapshots) : null;
        _ensemble?.Attach();

        _parts.Parts.Add("schedule", _schedules);
        _parts.Parts.Add("network", _network);
        foreach (var (name, part) in ((string, ICheckpointed?)[])[("average", _average), ("ensemble", _ensemble)])
        {
            if (part is not null)
            {
                _parts.Parts.Add(name, part);
            }
        }
    }

    /// <summary>The file that keeps the training after every epoch; <see langword="null"/> for none.</summary>
    public string? Checkpoint { get; init; }

    public int BatchesPerEpoch => _batches.BatchesPerEpoch;

    /// <summary>Goes on from the checkpoint, as if the training had not stopped; returns the epoch that it ended with.</summary>
    /// <exception cref="InputException">The checkpoint is damaged, or of another training.</exception>
    public int Resume()
    {
        try
        {
            _optimizer.Load(Checkpoint!, _parts);
        }
        catch (Exception exception) when (exception is CheckpointMismatchException or InvalidDataException)
        {
            throw new InputException($"--resume cannot go on from '{Checkpoint}': {exception.Message}");
        }

        var epoch = _batches.PositionAfter(_schedules.Position).Epoch;
        return epoch < _recipe.Epochs ? epoch : throw new InputException($"--resume has nothing to do: '{Checkpoint}' has {epoch} epochs; give more by --epochs.");
    }

    /// <summary>Trains to the last of some epochs and tells the caller how it goes.</summary>
    /// <param name="epochs">Passes over the training images.</param>
    /// <param name="batchDone">Called after each mini-batch.</param>
    /// <param name="epochDone">Called after each epoch with what it reached.</param>
    public TrainingHistory Train(int epochs, Action batchDone, Action<EpochResult> epochDone)
    {
        var losses = new List<double>(epochs * BatchesPerEpoch);
        var results = new List<EpochResult>(epochs);
        for (var epoch = _batches.PositionAfter(_schedules.Position).Epoch + 1; epoch <= epochs; epoch++)
        {
            foreach (var indices in _batches.Epoch(epoch - 1))
            {
                losses.Add(Step(indices));
                batchDone();
            }

            var result = new EpochResult(epoch, losses.TakeLast(BatchesPerEpoch).Average(), Accuracy(_data.Training), Accuracy(_data.Test));
            results.Add(result);
            if (Checkpoint is not null)
            {
                _optimizer.Save(Checkpoint, _parts);
            }

            epochDone(result);
        }

        return new TrainingHistory(losses, results);
    }

    /// <summary>Tests what the recipe asks for beside the last weights: their average, or the snapshots and all of them together.</summary>
    public IEnumerable<CombinedResult> TestCombined()
    {
        if (_average is not null)
        {
            using (_average.SwapIn())
            {
                MeasureStatistics();
                yield return new($"averaged weights ({_recipe.Average!.Name})", Accuracy(_data.Test));
            }
        }

        if (_ensemble is not null)
        {
            for (var i = 0; i < _ensemble.Snapshots.Count; i++)
            {
                using (_ensemble.Snapshots[i].SwapIn())
                {
                    MeasureStatistics();
                    yield return new($"snapshot {i + 1}", Accuracy(_data.Test));
                }
            }

            yield return new($"ensemble of {_ensemble.Snapshots.Count} snapshots", EnsembleAccuracy(_ensemble));
        }
    }

    /// <summary>One step of the optimizer on a mini-batch; returns the loss before it.</summary>
    private double Step(ReadOnlySpan<int> indices)
    {
        _batch.Gather(indices);
        _optimizer.BeforeGradient();
        var loss = _network.ComputeGradients(_batch.Images, _batch.Labels);
        _optimizer.Step();
        return loss;
    }

    private double Accuracy(DigitSet digits)
    {
        var correct = 0;
        foreach (var (first, count) in Chunks(digits))
        {
            correct += _network.CountCorrect(digits.Images.RowRange(first, count), digits.Labels.Slice(first, count));
        }

        return (double)correct / digits.Count;
    }

    /// <summary>The accuracy of the mean of the probabilities that the snapshots give.</summary>
    private double EnsembleAccuracy(SnapshotEnsemble ensemble)
    {
        var test = _data.Test;
        var probabilities = new float[test.Count * Classes];
        ensemble.AveragePredictions<float>(probabilities, predictions =>
        {
            MeasureStatistics();
            foreach (var (first, count) in Chunks(test))
            {
                _network.Predict(test.Images.RowRange(first, count), predictions[(first * Classes)..]);
            }
        });
        return Enumerable.Range(0, test.Count).Average(
            image => TensorPrimitives.IndexOfMax<float>(probabilities.AsSpan(image * Classes, Classes)) == test.Labels[image] ? 1.0 : 0.0);
    }

    /// <summary>The means and variances of batch normalization belong to the weights they were measured with; these are others.</summary>
    private void MeasureStatistics()
    {
        if (_recipe.Normalization == Normalization.Batch)
        {
            _network.RestartStatistics();
            foreach (var (first, count) in Chunks(_data.Training))
            {
                _network.ObserveStatistics(_data.Training.Images.RowRange(first, count));
            }
        }
    }

    private static IEnumerable<(int First, int Count)> Chunks(DigitSet digits)
    {
        for (var first = 0; first < digits.Count; first += BatchSize)
        {
            yield return (first, Math.Min(BatchSize, digits.Count - first));
        }
    }
}
