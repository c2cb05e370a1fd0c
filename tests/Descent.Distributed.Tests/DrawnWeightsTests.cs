using System.Diagnostics.Metrics;
using Descent.Training;

namespace Descent.Distributed.Tests;

/// <summary>Weights that are not, or not all, in memory of this processor, as the package of training meets them.</summary>
public sealed class DrawnWeightsTests
{
    [Fact]
    public void Weights_on_a_device_are_drawn_and_watched_as_those_here()
    {
        using var rig = new DeviceRig<float>([]);
        using AdamW here = new(), there = new();
        var (gradients, weights) = (Enumerable.Repeat(1f, 12).ToArray(), new float[12]);
        here.Add("layer", weights, gradients, [3, 4]);
        using var buffer = rig.Device.Allocate<float>(12);
        using var bound = rig.Device.Allocate<float>(gradients);
        there.Add("layer", buffer.Memory, bound.Memory, [3, 4]);

        Assert.Equal(1, WeightInitializer.HeNormal().Fill(here, seed: 5));
        Assert.Equal(1, WeightInitializer.HeNormal().Fill(there, seed: 5));
        Assert.Equal(weights, there.Parameters[0].Weights.ToArray<float>());
        Assert.Equal(RatioOfAStep(here, "here"), RatioOfAStep(there, "there"));
    }

    /// <summary>Each rank would draw the first numbers of the stream for its own part.</summary>
    [Fact]
    public void Shares_of_a_tensor_are_not_drawn()
    {
        var refused = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW(), communicator, DeviceTraining.Options);
            sharded.Add("layer", new float[20_000], new float[20_000], [100, 200]);
            sharded.Share();
            var share = sharded.Optimizer.Parameters[0];
            var refusal = Record.Exception(() => WeightInitializer.HeNormal().Fill(sharded.Optimizer, seed: 5));
            return refusal is InvalidOperationException && refusal.Message.Contains($"'layer' has a rank's share of {share.Length} weights", StringComparison.Ordinal)
                && share.Weights.ToArray<float>().All(weight => weight == 0);
        });

        Assert.Equal([true, true], refused);
    }

    private static double RatioOfAStep(Optimizer optimizer, string run)
    {
        var ratio = double.NaN;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == TrainingMetrics.UpdateRatio)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                ratio = tag.Key == TrainingMetrics.RunTag && Equals(tag.Value, run) ? value : ratio;
            }
        });
        listener.Start();
        using var monitor = new TrainingMonitor(optimizer, run);
        optimizer.Step();
        Assert.InRange(ratio, 1e-6, 1);
        return ratio;
    }
}
