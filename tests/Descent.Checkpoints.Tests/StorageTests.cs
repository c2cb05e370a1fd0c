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

        file.Position = 0;
        using var blocks = Make<float>(StateStorage.Blocks8, default);
        Assert.Throws<CheckpointMismatchException>(() => blocks.Load(file));
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
