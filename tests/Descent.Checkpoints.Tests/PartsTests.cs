using Descent.Training;

namespace Descent.Checkpoints.Tests;

/// <summary>What stands beside the optimizer goes on, too.</summary>
public sealed class PartsTests
{
    /// <summary>Averages, an ensemble of as many snapshots as there were, scaled rates, a plateau and random numbers.</summary>
    [Fact]
    public void EveryPart_GoesOn()
    {
        using Parts run = new(), resumed = new();
        run.Run(0, 11);
        using var file = new MemoryStream();
        run.Small.Optimizer.Save(file, run.Options);
        run.Run(11, 17);

        file.Position = 0;
        Assert.True(resumed.Small.Optimizer.Load(file, resumed.Options).IsExact);
        Assert.Equal(3, resumed.Ensemble.Snapshots.Count);
        resumed.Run(11, 17);
        Assert.Equal(run.ToString(), resumed.ToString());

        // Back to where it has fewer snapshots again.
        file.Position = 0;
        resumed.Small.Optimizer.Load(file, resumed.Options);
        Assert.Equal(3, resumed.Ensemble.Snapshots.Count);
    }

    /// <summary>A part that was made otherwise refuses what it cannot be, and nothing has changed.</summary>
    [Fact]
    public void PartsThatWereMadeOtherwise_Refuse()
    {
        using Parts run = new(), patient = new(patience: 0), small = new(capacity: 2);
        run.Run(0, 11);
        using var file = new MemoryStream();
        run.Small.Optimizer.Save(file, run.Options);
        foreach (var other in new[] { patient, small })
        {
            var before = other.ToString();
            file.Position = 0;
            Assert.ThrowsAny<Exception>(() => other.Small.Optimizer.Load(file, other.Options));
            Assert.Equal(before, other.ToString());
        }
    }

    [Fact]
    public void SwappedIn_IsNotSaved()
    {
        using var run = new Parts();
        run.Run(0, 4);
        using (run.Swa.SwapIn())
        {
            Assert.Throws<InvalidOperationException>(() => run.Small.Optimizer.Save(Stream.Null, run.Options));
        }

        run.Small.Optimizer.Save(Stream.Null, run.Options);
    }

    /// <summary>A run with every kind of part.</summary>
    private sealed class Parts : IDisposable
    {
        private readonly HyperparameterSchedules<Optimizer> _schedule;
        private readonly ReduceOnPlateau _plateau;
        private readonly EarlyStopping _stopping = new(patience: 3);
        private readonly RandomSource _random = new(3);
        private readonly ExponentialWeightAverage _average;

        public Parts(int patience = 2, int capacity = 5)
        {
            Small = new(new AdamW(), "both");
            _schedule = Small.Optimizer.Scale(HyperparameterRole.LearningRate, new CosineDecay(initial: 1, steps: 100)).And(HyperparameterRole.WeightDecay, new ConstantSchedule(0.1));
            _plateau = new(initial: 1, patience: patience);
            _average = new(Small.Optimizer, decay: 0.9, start: AverageStart.ZeroCorrected);
            Swa = new(Small.Optimizer, firstStep: 2, period: 3);
            Ensemble = new(Small.Optimizer, cycleLength: 3, capacity);
            _average.Attach();
            Swa.Attach();
            Ensemble.Attach();
            foreach (var (name, part) in ((string, ICheckpointed)[])
                [("schedule", _schedule), ("plateau", _plateau), ("stopping", _stopping), ("random", _random), ("ema", _average), ("swa", Swa), ("ensemble", Ensemble), ("best", Best = new(Small.Optimizer))])
            {
                Options.Parts.Add(name, part);
            }
        }

        public SmallRun Small { get; }

        public StochasticWeightAverage Swa { get; }

        public SnapshotEnsemble Ensemble { get; }

        public WeightSnapshot Best { get; }

        public CheckpointOptions Options { get; } = new();

        public void Run(int from, int to)
        {
            for (var step = from; step < to; step++)
            {
                Small.Optimizer.Options.GradientScale = _plateau.Report(step < 3 ? -step : _random.NextUniform()) + _random.NextUniform();
                _stopping.Report(step == 0 ? double.NaN : _plateau.State.Value + (step % 3));
                Small.Run(step, step + 1);
                if (step % 4 == 0)
                {
                    Best.Capture();
                }
            }
        }

        public override string ToString() => string.Join('\n',
        [
            Small.Bits(), _schedule.ToString(), _plateau.ToString(), _stopping.ToString(), $"{_average.Steps} {_average.TotalWeight:R} {Swa.Steps} {Ensemble.Steps} {Ensemble.Snapshots.Count}",
            .. Small.Optimizer.Parameters.SelectMany(parameter => new[] { Values(_average.Values<float>, _average.Values<double>, parameter), Values(Swa.Values<float>, Swa.Values<double>, parameter) }),
            .. Ensemble.Snapshots.Append(Best).SelectMany(snapshot => Small.Optimizer.Parameters.Select(parameter => Values(snapshot.Values<float>, snapshot.Values<double>, parameter))),
        ]);

        public void Dispose()
        {
            _schedule.Dispose();
            Small.Dispose();
        }

        private delegate Span<T> Getter<T>(string name);

        private static string Values(Getter<float> floats, Getter<double> doubles, Parameter parameter) => parameter.Weights.ElementType == typeof(float)
            ? Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(floats(parameter.Name)))
            : Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(doubles(parameter.Name)));
    }
}
