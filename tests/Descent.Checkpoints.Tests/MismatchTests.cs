namespace Descent.Checkpoints.Tests;

/// <summary>Checkpoints of something else: what is missing and what is extra is named in one message, and nothing changes unless it is allowed.</summary>
public sealed class MismatchTests
{
    [Fact]
    public void ParametersAndParts_AreNamedInOneMessage_AndMayBeAllowed()
    {
        using Adam saved = new() { LearningRate = 0.25 }, loaded = new();
        saved.Add("common", new float[] { 1, 2 }, [1, 1]);
        saved.Add("only/saved", new double[3], new double[3]);
        saved.Step();
        using var file = new MemoryStream();
        saved.Save(file);
        loaded.Add("common", new float[2]);
        loaded.Add("only/here", new float[2]);
        var options = new CheckpointOptions { Parts = { ["counter"] = new Counter() } };

        file.Position = 0;
        var mismatch = Assert.Throws<CheckpointMismatchException>(() => loaded.Load(file, options));
        Assert.Equal(["counter", "only/here"], mismatch.Report.Missing.Order());
        Assert.Equal(["only/saved"], mismatch.Report.Extra);
        Assert.Contains("missing in the checkpoint: only/here, counter; only in the checkpoint: only/saved", mismatch.Message, StringComparison.Ordinal);
        Assert.Equal((0, 1e-3, 0.0), (loaded["common"].StepCount, loaded.LearningRate, loaded["common"].Weights[0]));

        foreach (var one in new[] { CheckpointDifferences.Missing, CheckpointDifferences.Extra })
        {
            file.Position = 0;
            options.Allow = one;
            Assert.Throws<CheckpointMismatchException>(() => loaded.Load(file, options));
        }

        file.Position = 0;
        options.Allow = CheckpointDifferences.Missing | CheckpointDifferences.Extra;
        Assert.False(loaded.Load(file, options).IsExact);
        Assert.Equal((1, 0.25, saved["common"].Weights[0]), (loaded["common"].StepCount, loaded.LearningRate, loaded["common"].Weights[0]));
        Assert.Equal(0, loaded["only/here"].StepCount);
    }

    [Fact]
    public void AnotherRule_IsNamed()
    {
        using var saved = new Adam();
        saved.Add("w", new float[2]);
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        using var other = new AmsGrad();
        other.Add("w", new float[2]);
        var report = Assert.Throws<CheckpointMismatchException>(() => other.Load(file)).Report;
        Assert.Equal(["AmsGrad", "w/MaximumSecondMoment"], report.Missing);
        Assert.Equal(["Adam"], report.Extra);
    }

    [Fact]
    public void AnotherShape_IsRefused_WhateverIsAllowed()
    {
        using Adam saved = new(), loaded = new();
        saved.Add("w", new float[6], shape: [2, 3]);
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        loaded.Add("w", new float[6], shape: [3, 2]);
        var mismatch = Assert.Throws<CheckpointMismatchException>(() => loaded.Load(file, new() { Allow = CheckpointDifferences.Missing | CheckpointDifferences.Extra }));
        Assert.Equal(3, mismatch.Report.Unfit.Count);
        Assert.Equal("w has the shape [2, 3] in the checkpoint, and [3, 2] here", mismatch.Report.Unfit[0]);
        // Nothing that may be allowed would help.
        Assert.DoesNotContain("Allow", mismatch.Message, StringComparison.Ordinal);

        loaded.Add("other", new float[1]);
        file.Position = 0;
        Assert.EndsWith("Allow lets what is missing or extra pass, and nothing else.", Assert.Throws<CheckpointMismatchException>(() => loaded.Load(file)).Message, StringComparison.Ordinal);
    }

    /// <summary>From double to float and back: it is done, and said.</summary>
    [Fact]
    public void AnotherType_IsConverted_AndSaid()
    {
        using Adam saved = new(), loaded = new(), back = new();
        var weights = new double[] { 1.0 / 3, -1e300, double.NaN };
        saved.Add("w", weights, [0.1, 0.2, 0.3]);
        saved.Step();
        using MemoryStream file = new(), narrow = new();
        saved.Save(file);
        loaded.Add("w", new float[3]);
        file.Position = 0;
        var report = loaded.Load(file);
        Assert.Equal(["w: F64 → F32", "w/FirstMoment: F64 → F32", "w/SecondMoment: F64 → F32"], report.Converted);
        Assert.False(report.IsExact);
        Assert.Equal([(float)weights[0], float.NegativeInfinity, float.NaN], loaded["w"].Weights.ToArray<float>());
        Assert.Equal((float)saved["w"].States[0][0], loaded["w"].States[0][0]);

        loaded.Save(narrow);
        narrow.Position = 0;
        back.Add("w", new double[3]);
        Assert.Equal(3, back.Load(narrow).Converted.Count);
        Assert.Equal(loaded["w"].Weights.ToArray<double>(), back["w"].Weights.ToArray<double>());
    }

    /// <summary>A part that refuses a value is found out late; all is set back.</summary>
    [Fact]
    public void PartThatRefuses_LeavesAllAsItWas()
    {
        using Adam saved = new() { LearningRate = 0.25 }, loaded = new();
        saved.Add("w", new float[] { 3 }, [1]);
        saved.Step();
        using var file = new MemoryStream();
        saved.Save(file, new() { Parts = { ["counter"] = new Counter { Value = 5 } } });
        loaded.Add("w", new float[1]);
        var counter = new Counter { Value = 1, Limit = 3 };
        file.Position = 0;
        Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Load(file, new() { Parts = { ["counter"] = counter } }));
        Assert.Equal((0, 1e-3, 0.0, 1), (loaded["w"].StepCount, loaded.LearningRate, loaded["w"].Weights[0], counter.Value));

        file.Position = 0;
        counter.Limit = 5;
        Assert.True(loaded.Load(file, new() { Parts = { ["counter"] = counter } }).IsExact);
        Assert.Equal((1, 5), (loaded["w"].StepCount, counter.Value));
    }

    /// <summary>The two optimizers of one rule are told apart.</summary>
    [Fact]
    public void TwoOfOneRule()
    {
        static OptimizerGroup Group() => OptimizerGroup.Split((ParameterSelection.ByName("*bias"), new AdamW { WeightDecay = 0 }), (ParameterSelection.All, new AdamW()));
        using Optimizer saved = Group(), loaded = Group();
        saved.Hyperparameters[0].Number = 0.5;
        saved.Add("bias", new float[1]);
        saved.Add("weight", new float[1]);
        loaded.Add("bias", new float[1]);
        loaded.Add("weight", new float[1]);
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        loaded.Load(file);
        Assert.Equal(saved.Hyperparameters.Select(hyperparameter => hyperparameter.ToString()), loaded.Hyperparameters.Select(hyperparameter => hyperparameter.ToString()));
    }

    /// <summary>A parameter that is given to another optimizer of its rule would go on with the hyperparameters of others.</summary>
    [Fact]
    public void ParametersOfAnotherOptimizer_AreNamed_AndMayBeAllowed()
    {
        using var saved = OptimizerGroup.Split((ParameterSelection.ByName("*bias"), new AdamW { WeightDecay = 0 }), (ParameterSelection.All, new AdamW()));
        using var loaded = OptimizerGroup.Split((ParameterSelection.ByName("*weight"), new AdamW()), (ParameterSelection.All, new AdamW { WeightDecay = 0 }));
        foreach (var group in new[] { saved, loaded })
        {
            group.Add("a/bias", new float[1], [1f]);
            group.Add("a/weight", new float[1], [1f]);
        }

        saved.Step();
        using var file = new MemoryStream();
        saved.Save(file);
        file.Position = 0;
        var report = Assert.Throws<CheckpointMismatchException>(() => loaded.Load(file)).Report;
        Assert.Equal(["a/weight of AdamW", "a/bias of AdamW.2"], report.Missing);
        Assert.Equal(["a/weight of AdamW.2", "a/bias of AdamW"], report.Extra);
        Assert.Equal((0.01, 0), (((AdamW)loaded.Optimizers[0]).WeightDecay, loaded["a/bias"].StepCount));

        file.Position = 0;
        loaded.Load(file, new() { Allow = CheckpointDifferences.Missing | CheckpointDifferences.Extra });
        Assert.Equal((1, 1), (loaded["a/bias"].StepCount, loaded["a/weight"].StepCount));
    }

    [Fact]
    public void FileOfAnotherLibrary_IsNoCheckpoint()
    {
        using var optimizer = new Adam();
        using var stream = new MemoryStream(HeaderTests.File("{}", 0));
        Assert.Contains("no checkpoint of Descent", Assert.Throws<InvalidDataException>(() => optimizer.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InMidStep_IsRefused()
    {
        using var optimizer = new Adam();
        optimizer.Add("w", new float[1], [1]);
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.Save(Stream.Null));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointOptions { Keep = 0 });

        // Whatever the file is.
        Assert.Throws<ObjectDisposedException>(() => optimizer.Load(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => optimizer.Load("no such file"));
        Assert.Throws<ObjectDisposedException>(() => optimizer.ImportPyTorch("no such file"));
    }

    [Fact]
    public void WhatCannotBeAllowed_IsRefused()
    {
        using var optimizer = new Adam();
        Assert.Throws<ArgumentOutOfRangeException>("Allow", () => new CheckpointOptions { Allow = (CheckpointDifferences)4 });
        Assert.Throws<ArgumentOutOfRangeException>("allow", () => optimizer.ImportPyTorch("no such file", (CheckpointDifferences)(-1)));
        Assert.Throws<ArgumentNullException>("report", () => new CheckpointMismatchException(null!));
    }

    [Fact]
    public void ValuesThatAreNotOneForEachWeight_AreRefused()
    {
        using var optimizer = new Adam();
        var options = new CheckpointOptions { Parts = { ["mean"] = new Mean(optimizer.Add("w", new float[3], [1, 2, 3])) } };
        Assert.Contains("2 values were given for 'w', but parameter 'w' has 3 weights", Assert.Throws<ArgumentException>(() => optimizer.Save(Stream.Null, options)).Message, StringComparison.Ordinal);
    }

    private sealed class Mean(Parameter parameter) : ICheckpointed
    {
        public void Describe(CheckpointContents contents) => contents.AddPerWeight("w", new float[2], parameter);
    }

    private sealed class Counter : ICheckpointed
    {
        public int Value { get; set; }

        public int Limit { get; set; } = int.MaxValue;

        public void Describe(CheckpointContents contents) => contents.AddInteger(
            "Value",
            () => Value,
            value => Value = value <= Limit ? (int)value : throw new ArgumentOutOfRangeException(nameof(value)));
    }
}
