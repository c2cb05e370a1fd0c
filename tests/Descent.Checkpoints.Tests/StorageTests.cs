namespace Descent.Checkpoints.Tests;

/// <summary>Whatever weights and states are stored as, a run that is loaded goes on with the bits of the run that was not stopped.</summary>
public sealed class StorageTests
{
    private const int Length = 5003;

    public static TheoryData<StateStorage, WeightPrecision, bool> Storages
    {
        get
        {
            var storages = new TheoryData<StateStorage, WeightPrecision, bool>();
            foreach (var storage in Enum.GetValues<StateStorage>())
            {
                foreach (var precision in Enum.GetValues<WeightPrecision>())
                {
                    storages.Add(storage, precision, true);
                    storages.Add(storage, precision, false);
                }
            }

            return storages;
        }
    }

    [Theory, MemberData(nameof(Storages))]
    public void Resumed_IsUndisturbed(StateStorage storage, WeightPrecision precision, bool areBFloat16)
    {
        if (!areBFloat16 && precision == WeightPrecision.SplitMaster)
        {
            return;
        }

        if (areBFloat16)
        {
            Run<BFloat16>(storage, precision);
        }
        else
        {
            Run<Half>(storage, precision);
        }
    }

    /// <summary>Weights of a file that has nothing kept beside them are what the next step begins with.</summary>
    [Theory, InlineData(WeightPrecision.Compensated), InlineData(WeightPrecision.Master), InlineData(WeightPrecision.SplitMaster)]
    public void WeightsAlone_AreWhereTheNextStepBegins(WeightPrecision precision)
    {
        using var nearest = Make<BFloat16>(StateStorage.Native, default);
        Step<BFloat16>(nearest, 0, 2);
        using var other = Make<BFloat16>(StateStorage.Native, precision);
        Step<BFloat16>(other, 0, 9);
        using var file = new MemoryStream();
        nearest.Save(file);
        file.Position = 0;
        Assert.Equal(["layer/weight." + other["layer"].WeightRemainder!.Name], other.Load(file, new() { Allow = CheckpointDifferences.Missing }).Missing);
        Assert.Equal(nearest["layer"].Weights.ToArray<float>(), other["layer"].Weights.ToArray<float>());

        var kept = other["layer"].WeightRemainder!.ToArray<float>();
        other["layer"].RefreshWeights();
        Assert.Equal(other["layer"].WeightRemainder!.ToArray<float>(), kept);
    }

    [Fact]
    public void OtherStorages_AreConverted()
    {
        using var run = Make<float>(StateStorage.Native, default);
        Step<float>(run, 0, 4);
        using var file = new MemoryStream();
        run.Save(file);
        file.Position = 0;
        using var narrow = Make<BFloat16>(StateStorage.Half, default);
        var report = narrow.Load(file);
        Assert.Equal(3, report.Converted.Count);
        var (from, to) = (run["layer"], narrow["layer"]);
        Assert.Equal(from.Weights.ToArray<float>().Select(value => (float)(BFloat16)value), to.Weights.ToArray<float>());
        Assert.Equal(from.States[1].ToArray<float>().Select(value => (float)(Half)value), to.States[1].ToArray<float>());
    }

    /// <summary>From native states to blocks of 8 bits and from these to all others: what the codes are nearest to, and what they stand for.</summary>
    [Fact]
    public void Blocks_AreConverted()
    {
        using var native = Make<float>(StateStorage.Native, default);
        Step<float>(native, 0, 4);
        using var blocks = Make<float>(StateStorage.Blocks8, default);
        var report = Transfer(native, blocks);
        Assert.Equal(["layer/FirstMoment: F32 → Blocks8", "layer/SecondMoment: F32 → Blocks8"], report.Converted);
        using var coded = Make<float>(StateStorage.Blocks8, default);
        foreach (var (from, to, expected) in native["layer"].States.Zip(blocks["layer"].States, coded["layer"].States))
        {
            expected.CopyFrom<float>(from.ToArray<float>());
            Assert.Equal(expected.ToArray<float>(), to.ToArray<float>());
            Assert.NotEqual(from.ToArray<float>(), to.ToArray<float>());
        }

        foreach (var storage in new[] { StateStorage.Native, StateStorage.BFloat16, StateStorage.Half })
        {
            using var other = Make<float>(storage, default);
            Assert.Equal(2, Transfer(blocks, other).Converted.Count);
            using var rounded = Make<float>(storage, default);
            foreach (var (from, to, expected) in blocks["layer"].States.Zip(other["layer"].States, rounded["layer"].States))
            {
                expected.CopyFrom<float>(from.ToArray<float>());
                Assert.Equal(expected.ToArray<float>(), to.ToArray<float>());
            }
        }

        static CheckpointReport Transfer(AdamW from, AdamW to)
        {
            using var file = new MemoryStream();
            from.Save(file);
            file.Position = 0;
            var report = to.Load(file);
            Assert.Equal((0, 0, 0), (report.Missing.Count, report.Extra.Count, report.Unfit.Count));
            return report;
        }
    }

    private static void Run<T>(StateStorage storage, WeightPrecision precision)
        where T : unmanaged
    {
        using var run = Make<T>(storage, precision);
        Step<T>(run, 0, 4);
        using var file = new MemoryStream();
        run.Save(file);
        Step<T>(run, 4, 8);

        file.Position = 0;
        using var resumed = Make<T>(storage, precision);
        var report = resumed.Load(file);
        Assert.True(report is { IsExact: true, HasWeights: true }, report.ToString());
        Step<T>(resumed, 4, 8);
        Assert.Equal(run["layer"].Weights.ToArray<float>(), resumed["layer"].Weights.ToArray<float>());
        Assert.Equal(run["layer"].States[1].ToArray<float>(), resumed["layer"].States[1].ToArray<float>());
    }

    private static AdamW Make<T>(StateStorage storage, WeightPrecision precision)
        where T : unmanaged
    {
        var adam = new AdamW { Storage = { States = storage, Weights = precision, RoundsStatesByChance = precision == WeightPrecision.Stochastic } };
        var parameter = adam.Add("layer", new T[Length], new T[Length]);
        parameter.Weights.CopyFrom<float>([.. Enumerable.Range(0, Length).Select(index => MathF.Sin(index))]);
        parameter.RefreshWeights();
        return adam;
    }

    private static void Step<T>(AdamW adam, int from, int to)
        where T : unmanaged
    {
        for (var step = from; step < to; step++)
        {
            adam["layer"].Gradients.CopyFrom<float>([.. Enumerable.Range(0, Length).Select(index => MathF.Cos(index * (step + 1)))]);
            adam.Step();
        }
    }
}
