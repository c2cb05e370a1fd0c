using Descent.Testing.Comparing;

namespace Descent.Tests.Storage;

/// <summary>What users choose, see and are refused of storages; that each gives the bits of the method is in the battery of every rule.</summary>
public sealed class StorageTests
{
    private const int Length = 20_011;

    [Fact]
    public void EveryNumberOfThreads_GivesTheSameBits()
    {
        foreach (var storage in Enum.GetValues<StateStorage>())
        {
            foreach (var precision in Enum.GetValues<WeightPrecision>())
            {
                using var one = Run<BFloat16, BFloat16>(storage, precision, threads: 1);
                using var four = Run<BFloat16, BFloat16>(storage, precision, threads: 4);
                Assert.Equal(one["weights"].Weights.ToArray<float>(), four["weights"].Weights.ToArray<float>());
                Assert.Equal(one["weights"].States[1].ToArray<float>(), four["weights"].States[1].ToArray<float>());
            }
        }
    }

    [Fact]
    public void StateBytes_AreThoseOfTheStorage()
    {
        var expected = new Dictionary<StateStorage, long>
        {
            [StateStorage.Native] = 8 * Length,
            [StateStorage.BFloat16] = 4 * Length,
            [StateStorage.Half] = 4 * Length,
            // A byte each, to the end of a line of the cache, and a scale for each block; chunks begin with one.
            [StateStorage.Blocks8] = 2 * (((Length + 63) / 64 * 64) + (4 * ((Length + 255) / 256))),
        };
        Assert.All(expected, pair =>
        {
            using var optimizer = Run<float, float>(pair.Key, default);
            Assert.Equal(pair.Value, optimizer.StateBytes);
        });
    }

    [Fact]
    public void Storage_IsChosenByStateAndByParameter()
    {
        using var adam = new AdamW { Storage = { States = StateStorage.Blocks8, ByState = { ["FirstMoment"] = StateStorage.BFloat16 } } };
        adam.Storage.ByParameter.Add((ParameterSelection.ByName("*.bias"), new() { States = StateStorage.Half }));
        var weight = adam.Add("layer.weight", new float[5000], new float[5000]);
        var bias = adam.Add("layer.bias", new float[5000], new float[5000]);
        var small = adam.Add("small", new float[4095], new float[4095]);
        Assert.Equal([StateStorage.BFloat16, StateStorage.Blocks8], weight.States.Select(state => state.Storage));
        Assert.Equal([StateStorage.Half, StateStorage.Half], bias.States.Select(state => state.Storage));
        Assert.Equal([StateStorage.BFloat16, StateStorage.Native], small.States.Select(state => state.Storage));
    }

    [Fact]
    public void WrongChoices_AreRefusedBeforeAnythingIsAdded()
    {
        using var adam = new AdamW { Storage = { ByState = { ["Moment"] = StateStorage.Half } } };
        var unknown = Assert.Throws<ArgumentException>(() => adam.Add("weights", new float[10]));
        Assert.Contains("FirstMoment, SecondMoment", unknown.Message, StringComparison.Ordinal);
        adam.Storage.ByState.Clear();
        adam.Storage.Weights = WeightPrecision.SplitMaster;
        Assert.Throws<NotSupportedException>(() => adam.Add("weights", new Half[10]));
        Assert.Throws<NotSupportedException>(() => adam.Add("weights", new ushort[10]));
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Storage.States = (StateStorage)9);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Storage.SmallestInBlocks = -1);
        adam.Storage.ByState["FirstMoment"] = (StateStorage)9;
        Assert.Contains("'FirstMoment'", Assert.Throws<ArgumentOutOfRangeException>(() => adam.Add("weights", new float[10])).Message, StringComparison.Ordinal);
        adam.Storage.ByState.Clear();
        adam.Storage.ByParameter.Add((ParameterSelection.All, null!));
        Assert.Contains("storage is null", Assert.Throws<InvalidOperationException>(() => adam.Add("weights", new float[10])).Message, StringComparison.Ordinal);
        adam.Storage.ByParameter.Clear();
        Assert.Empty(adam.Parameters);
        adam.Add("weights", new float[10]).BindGradients(new Half[10]);
        var doubles = adam.Add("doubles", new double[10]);
        Assert.Throws<ArgumentException>(() => doubles.BindGradients(new float[10]));
    }

    [Fact]
    public void Views_ConvertWhateverIsStored()
    {
        using var optimizer = Run<Half, float>(StateStorage.Blocks8, default);
        var parameter = optimizer["weights"];
        var state = parameter.States[1];
        Assert.Equal((typeof(Half), typeof(float), typeof(byte)), (parameter.Weights.ElementType, parameter.Gradients.ElementType, state.ElementType));
        parameter.Weights[7] = 1.0 / 3;
        Assert.Equal((double)(Half)(1.0 / 3), parameter.Weights[7]);
        state.CopyFrom<double>([.. Enumerable.Range(0, Length).Select(index => (index % 256) / 255.0)]);
        Assert.Equal(1, state[255]);

        // Codes near the largest value are 0.9/128 apart.
        Assert.All(Enumerable.Range(0, Length), index => Assert.Equal((index % 256) / 255.0, state[index], 0.5 * 0.9 / 128));
        state[300] = 0.5;
        Assert.Equal(0.5, state[300], 0.5 * 0.9 / 128);
        Assert.Contains("Weights: Half[20011]", parameter.Weights.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NarrowGradients_AreScannedScaledAndCleared()
    {
        using var narrow = new Sgd { LearningRate = 0.5, Options = { MaximumGradientNorm = 1, ClearGradientsAfterStep = true, NonFiniteGradients = NonFiniteGradients.SkipStep } };
        var gradients = new BFloat16[] { (BFloat16)3f, (BFloat16)4f };
        var weights = new BFloat16[2];
        narrow.Add("weights", weights, gradients);
        var result = narrow.Step();
        Assert.Equal(5, result.GradientNorm);
        Assert.Equal([(float)(BFloat16)(-0.3f), (float)(BFloat16)(-0.4f)], weights.Select(weight => (float)weight));
        Assert.All(gradients, gradient => Assert.Equal(0, (float)gradient));
        gradients[1] = BFloat16.NaN;
        Assert.Equal((true, 1), (narrow.Step() is var skipped && skipped.IsSkipped, skipped.NonFiniteIndex));
    }

    [Fact]
    public void RowsOfATable_AreSteppedAlone()
    {
        float[] after = Step(rows: null);
        Assert.Equal(after, Step(rows: [1, 4]));

        static float[] Step(int[]? rows)
        {
            using var adam = new Adam { Storage = { States = StateStorage.BFloat16 } };
            var table = adam.Add("table", Enumerable.Range(0, 5 * 37).Select(index => (BFloat16)(index / 7f)).ToArray(), shape: [5, 37]);
            for (var step = 0; step < 3; step++)
            {
                var all = Enumerable.Range(0, 5 * 37).Select(index => index / 37 is 1 or 4 ? (BFloat16)MathF.Sin(index + step) : default).ToArray();
                if (rows is null)
                {
                    table.BindGradients(all);
                }
                else
                {
                    table.BindGradients(rows.SelectMany(row => all[(row * 37)..((row + 1) * 37)]).ToArray(), rows);
                }

                adam.Step();
            }

            return table.Weights.ToArray<float>();
        }
    }

    [Fact]
    public void BlocksOfRows_AreRefused()
    {
        using var adam = new Adam { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } };
        var table = adam.Add("table", new float[10], shape: [5, 2]);
        Assert.Throws<NotSupportedException>(() => table.BindGradients(new float[2], [1]));
        Assert.Equal(1, adam.Step().MissingGradients);
    }

    [Fact]
    public void Spans_HaveTheBitsOfParameters()
    {
        using var parameters = Run<BFloat16, float>(StateStorage.Half, default);
        using var adam = new AdamW();
        var weights = Start().Select(value => (BFloat16)value).ToArray();
        var state = adam.CreateState<float>(new float[Length], new() { States = StateStorage.Half });
        for (var step = 0; step < 3; step++)
        {
            adam.UpdateNarrow<BFloat16, float>(weights, Gradients(step), state);
        }

        Assert.Equal(parameters["weights"].Weights.ToArray<float>(), weights.Select(weight => (float)weight));
        Assert.Throws<NotSupportedException>(() => adam.UpdateNarrow<float, float>(new float[Length], new float[Length], state));
        Assert.Throws<ArgumentException>(() => adam.UpdateNarrow<Half, float>(new Half[3], new float[3], state));
        Assert.Contains("UpdateNarrow", Assert.Throws<NotSupportedException>(() => adam.Update<Half>(new Half[Length], new Half[Length], state)).Message, StringComparison.Ordinal);

        // Of another rule, which has the same number of weights.
        var other = new Sgd().CreateState<float>(new float[Length]);
        Assert.Throws<ArgumentException>("state", () => adam.UpdateNarrow<BFloat16, float>(weights, Gradients(3), other));
        Assert.Equal(0, other.StepCount);

        // What is selected by name is no state of spans, which have none.
        var selected = new StorageOptions { ByParameter = { (ParameterSelection.ByName("*"), new() { States = StateStorage.Half }) } };
        Assert.Throws<ArgumentException>("storage", () => adam.CreateState<float>(new float[Length], selected));
    }

    /// <summary>Around 1 the numbers of <see cref="BFloat16"/> lie 2⁻⁸ apart and more: a step of 2⁻¹⁰ is lost there, and felt at 0.01.</summary>
    [Theory]
    [InlineData(WeightPrecision.Nearest, 600)]
    [InlineData(WeightPrecision.Stochastic, 0)]
    [InlineData(WeightPrecision.Compensated, 0)]
    [InlineData(WeightPrecision.Master, 0)]
    public void UpdatesThatVanishInStorage_AreCounted(WeightPrecision precision, int lost)
    {
        using var sgd = new Sgd { LearningRate = 1, Storage = { Weights = precision }, Options = { CollectStatistics = true } };
        var weights = Enumerable.Repeat((BFloat16)1f, 600).Concat(Enumerable.Repeat((BFloat16)0.01f, 9000)).ToArray();
        var parameter = sgd.Add("weights", weights, new BFloat16[weights.Length]);
        parameter.BindGradients(Enumerable.Repeat(1f / 1024, weights.Length).ToArray());
        sgd.Step();
        Assert.Equal(lost, parameter.Statistics!.Value.LostUpdates);
        Assert.Equal(lost > 0, parameter.Statistics.Value.ToString().EndsWith("600 updates are lost in storage", StringComparison.Ordinal));
        parameter.BindGradients(new float[weights.Length]);
        sgd.Step();
        Assert.Equal(0, parameter.Statistics.Value.LostUpdates);
    }

    [Theory]
    [InlineData(WeightPrecision.Nearest)]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.SplitMaster)]
    public void NegativeZero_KeepsItsSign(WeightPrecision precision)
    {
        // More than a vector's, and a rest.
        using var rule = new InverseWeight { Storage = { Weights = precision } };
        var weights = Enumerable.Repeat((BFloat16)(-0f), 67).ToArray();
        rule.Add("weights", weights, new BFloat16[weights.Length]);
        foreach (var expected in new[] { float.NegativeInfinity, -0f, float.NegativeInfinity })
        {
            rule.Step();
            Assert.All(weights, weight => Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits((float)weight)));
        }
    }

    [Fact]
    public void StochasticRounding_IsRight()
    {
        // Between 1 and 1 + 2⁻⁷, a quarter of the way: of n weights a quarter goes up, within five standard deviations of a binomial distribution.
        const int N = 1 << 20;
        using var sgd = new Sgd { LearningRate = 1, Storage = { Weights = WeightPrecision.Stochastic }, Options = { Seed = 3 } };
        var weights = Enumerable.Repeat((BFloat16)1f, N).ToArray();
        sgd.Add("weights", weights, new BFloat16[N]).BindGradients(Enumerable.Repeat(-0.25f / 128, N).ToArray());
        sgd.Step();
        var up = weights.Count(weight => weight != (BFloat16)1f);
        Assert.All(weights, weight => Assert.True((float)weight is 1 or 1 + (1 / 128f)));
        Assert.InRange(up, (N / 4) - (5 * Math.Sqrt(N * 3 / 16.0)), (N / 4) + (5 * Math.Sqrt(N * 3 / 16.0)));

        // Neighbours are rounded independently: so often both go up.
        var both = Enumerable.Range(0, N - 1).Count(index => weights[index] != (BFloat16)1f && weights[index + 1] != (BFloat16)1f);
        Assert.InRange(both, (N / 16) - (6 * Math.Sqrt(N / 16.0)), (N / 16) + (6 * Math.Sqrt(N / 16.0)));
    }

    [Fact]
    public void AverageOfSquares_FallsOnlyWhereItIsRoundedByChance()
    {
        Assert.Equal(1, After(byChance: false));

        // 0.999⁷⁰⁰ = 0.496; a mean of 4,096 numbers of 8 bits.
        Assert.InRange(After(byChance: true), 0.47, 0.53);

        static double After(bool byChance)
        {
            using var adam = new Adam { Storage = { States = StateStorage.BFloat16, RoundsStatesByChance = byChance } };
            var parameter = adam.Add("weights", new float[4096], new float[4096]);
            parameter.States[1].CopyFrom<float>(Enumerable.Repeat(1f, 4096).ToArray());
            for (var step = 0; step < 700; step++)
            {
                adam.Step();
            }

            return parameter.States[1].ToArray<double>().Average();
        }
    }

    [Fact]
    public void SmallSteps_AreLostOnlyWhereNothingIsKept()
    {
        foreach (var precision in Enum.GetValues<WeightPrecision>())
        {
            using var sgd = new Sgd { LearningRate = 1, Storage = { Weights = precision } };
            var weights = Enumerable.Repeat((BFloat16)1f, 256).ToArray();
            sgd.Add("weights", weights).BindGradients(Enumerable.Repeat(-0.1f / 128, 256).ToArray());
            for (var step = 0; step < 100; step++)
            {
                sgd.Step();
            }

            var mean = weights.Average(weight => (double)weight);
            if (precision == WeightPrecision.Nearest)
            {
                Assert.Equal(1, mean);
            }
            else
            {
                // Ten steps of 2⁻⁷ in all, to one of them.
                Assert.InRange(mean, 1 + (9 / 128.0), 1 + (11 / 128.0));
            }
        }
    }

    /// <summary>
    /// A matrix of more bands than there are in one row of the tree, and not as many rows as whole bands take: pieces of threads are whole blocks and whole chunks of the
    /// statistics, whatever the number of threads.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TallMatrices_AreCutWhereBlocksBegin(int threads)
    {
        const int Rows = 2080, Columns = 128;
        var random = new Random(7);
        var given = new Case<float>("", Numbers(), [Numbers(), Numbers()]) { Shape = [Rows, Columns] };
        var examination = new Examination(nameof(AdamPByRows), Create, "tall matrices", "", seed: 7);
        StoredRun<float, float, float>.Compare(examination, Create, given, StateStorage.Blocks8, WeightPrecision.Nearest);

        using var counted = Create();
        counted.Options.CollectStatistics = true;
        var (weights, parameter) = (Numbers(), default(Parameter));
        parameter = counted.Add("weights", weights, Numbers(), [Rows, Columns]);
        counted.Step();

        // Sums of 266,240 squares in double, in two orders.
        var norm = Math.Sqrt(weights.Sum(weight => (double)weight * weight));
        Assert.Equal(norm, parameter.Statistics!.Value.WeightNorm, 1e-12 * norm);

        float[] Numbers() => SpecialValues.Mixed<float>(random, Rows * Columns, specialShare: 0);

        RuleOptimizer Create() => new AdamPByRows { Options = { MaxDegreeOfParallelism = threads } };
    }

    private static AdamW Run<TWeight, TGradient>(StateStorage storage, WeightPrecision precision, int threads = 2)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        var adam = new AdamW { Storage = { States = storage, Weights = precision, RoundsStatesByChance = storage == StateStorage.BFloat16 && precision == WeightPrecision.Stochastic } };
        adam.Options.MaxDegreeOfParallelism = threads;
        var parameter = adam.Add("weights", new TWeight[Length]);
        parameter.BindGradients(new TGradient[Length]);
        parameter.Weights.CopyFrom<float>(Start());
        parameter.RefreshWeights();
        for (var step = 0; step < 3; step++)
        {
            parameter.Gradients.CopyFrom<float>(Gradients(step));
            adam.Step();
        }

        return adam;
    }

    private static float[] Start() => [.. Enumerable.Range(0, Length).Select(index => MathF.Sin(index))];

    private static float[] Gradients(int step) => [.. Enumerable.Range(0, Length).Select(index => MathF.Cos(index + step) * 0.01f)];
}
