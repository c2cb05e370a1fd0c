namespace Descent.Checkpoints.Tests;

/// <summary>States under PyTorch's names, out and in.</summary>
public sealed class PyTorchTests
{
    public static TheoryData<string> Rules =>
    [
        "Adam", "AdamW", "AmsGrad", "NAdam", "RAdam", "AdaMax", "AdaGrad", "AdaDelta", "RmsProp", "RmsPropWithMomentum", "CenteredRmsProp", "CenteredRmsPropWithMomentum",
        "HeavyBallMomentum", "SgdPyTorch", "Rprop",
    ];

    [Theory, MemberData(nameof(Rules))]
    public void GoesOut_AndComesBack(string rule)
    {
        using var folder = new TemporaryFolder();
        using var run = new SmallRun(RoundTripTests.Create(rule), "both");
        run.Run(0, 3);
        run.Optimizer.ExportPyTorch(folder["states"]);
        run.Run(3, 5);

        // The weights are another file's: the same run up to there has them.
        using var resumed = new SmallRun(RoundTripTests.Create(rule), "both");
        resumed.Run(0, 3);
        foreach (var state in resumed.Optimizer.Parameters.SelectMany(parameter => parameter.States))
        {
            Forget(state);
        }

        var steps = resumed.Optimizer.Parameters.Select(parameter => parameter.StepCount).ToList();
        foreach (var parameter in resumed.Optimizer.Parameters)
        {
            parameter.State.StepCount = 0;
        }

        var report = resumed.Optimizer.ImportPyTorch(folder["states"]);
        Assert.Equal("exact", report.ToString());
        Assert.Equal(rule is "HeavyBallMomentum" or "SgdPyTorch" ? steps.Select(_ => 1) : steps, resumed.Optimizer.Parameters.Select(parameter => parameter.StepCount));
        foreach (var (parameter, step) in resumed.Optimizer.Parameters.Zip(steps))
        {
            parameter.State.StepCount = step;
        }

        resumed.Run(3, 5);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>Codes of 8 bits go out as the numbers that they stand for, and come back as codes.</summary>
    [Fact]
    public void Blocks_GoOutAsNumbers()
    {
        using var folder = new TemporaryFolder();
        using AdamW adam = Make(), other = Make();
        adam.Step();
        adam.ExportPyTorch(folder["states"]);
        using (var file = CheckpointReader.Open(folder["states"]))
        {
            Assert.All(file.Header.Tensors.Where(tensor => tensor.Name != "layer.step"), tensor => Assert.Equal(StoredType.F32, tensor.Type));
            Assert.Equal(adam["layer"].States[0].ToArray<float>(), BlockConversion.Read(file, file.Header.Tensors.Single(tensor => tensor.Name == "layer.exp_avg")));
        }

        Assert.Equal(["layer.exp_avg: F32 → Blocks8", "layer.exp_avg_sq: F32 → Blocks8"], other.ImportPyTorch(folder["states"]).Converted);
        foreach (var (from, to) in adam["layer"].States.Zip(other["layer"].States))
        {
            Assert.All(from.ToArray<float>().Zip(to.ToArray<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-2f * Math.Abs(pair.First)));
        }

        static AdamW Make()
        {
            var adam = new AdamW { Storage = { States = StateStorage.Blocks8 } };
            adam.Add("layer", new float[300_000], [.. Enumerable.Range(0, 300_000).Select(index => MathF.Sin(index))]);
            return adam;
        }
    }

    /// <summary>A file as PyTorch's states make one, with its names and types.</summary>
    [Fact]
    public void FileOfPyTorch_IsRead()
    {
        using var folder = new TemporaryFolder();
        const string Groups = """[{\"lr\":0.001,\"betas\":[0.9,0.999],\"eps\":1e-08,\"weight_decay\":0.01,\"amsgrad\":false,\"maximize\":false,\"foreach\":null,\"params\":[\"layer.weight\"]}]""";
        var header = $"{{\"__metadata__\":{{\"format\":\"pt\",\"param_groups\":\"{Groups}\"}},"
            + "\"layer.weight.exp_avg\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"layer.weight.exp_avg_sq\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[8,12]},"
            + "\"layer.weight.step\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[12,16]}}";
        var file = HeaderTests.File(header, 16);
        BitConverter.GetBytes(0.5f).CopyTo(file, file.Length - 16);
        BitConverter.GetBytes(-2f).CopyTo(file, file.Length - 12);
        file[^7] = 0x3f;
        file[^8] = 0x80;
        file[^5] = 0x40;
        BitConverter.GetBytes(17f).CopyTo(file, file.Length - 4);
        File.WriteAllBytes(folder["torch"], file);

        using var optimizer = new AdamW();
        var parameter = optimizer.Add("layer.weight", new float[2]);
        var report = optimizer.ImportPyTorch(folder["torch"]);
        Assert.Equal(["layer.weight.exp_avg_sq: BF16 → F32"], report.Converted);
        Assert.Equal(17, parameter.StepCount);
        Assert.Equal([0.5, -2], parameter.State.Views[0].ToArray<double>());
        Assert.Equal([1, 2], parameter.State.Views[1].ToArray<double>());

        optimizer.LearningRate = 0.002;
        optimizer.Beta2 = 0.99;
        using var adam = new AmsGrad();
        adam.Add("layer.weight", new float[2]);
        Assert.Equal(
            ["AdamW/LearningRate is 0.002, and lr is 0.001 in the file", "AdamW/Beta2 is 0.99, and betas.1 is 0.999 in the file"],
            Assert.Throws<CheckpointMismatchException>(() => optimizer.ImportPyTorch(folder["torch"])).Report.Unfit);
        var amsGrad = Assert.Throws<CheckpointMismatchException>(() => adam.ImportPyTorch(folder["torch"], CheckpointDifferences.Missing)).Report;
        Assert.Equal(["layer.weight.max_exp_avg_sq"], amsGrad.Missing);
        Assert.Contains("AmsGrad is Adam with amsgrad = True, and it is False in the file", amsGrad.Unfit);

        BitConverter.GetBytes(1.5f).CopyTo(file, file.Length - 4);
        File.WriteAllBytes(folder["torch"], file);
        using var fresh = new AdamW();
        fresh.Add("layer.weight", new float[2]);
        Assert.Contains("layer.weight.step is no count of steps", Assert.Throws<CheckpointMismatchException>(() => fresh.ImportPyTorch(folder["torch"])).Message, StringComparison.Ordinal);
        Assert.Equal(0, fresh["layer.weight"].StepCount);
    }

    [Fact]
    public void RuleThatPyTorchHasNot()
    {
        using var optimizer = new Lion();
        Assert.Contains("Lion", Assert.Throws<NotSupportedException>(() => optimizer.ExportPyTorch("nowhere")).Message, StringComparison.Ordinal);
    }

    private static void Forget(StateView state)
    {
        if (state.Schema.Per == Per.Tensor)
        {
            state.Value = 0;
        }
        else
        {
            for (var index = 0; index < state.Length; index++)
            {
                state[index] = -1;
            }
        }
    }
}
