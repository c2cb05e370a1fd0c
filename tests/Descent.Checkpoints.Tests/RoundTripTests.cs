using Descent.Matrices;

namespace Descent.Checkpoints.Tests;

/// <summary>A run that is loaded goes on with the bits of the run that was not stopped.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<string, string> Rules
    {
        get
        {
            var rules = new TheoryData<string, string>();
            foreach (var rule in Repository.BuiltInRules.Concat(Repository.RulesOfMatrices))
            {
                rules.Add(rule, "float");
                rules.Add(rule, "double");
            }

            return rules;
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Resumed_IsUndisturbed(string rule, string type)
    {
        using var run = new SmallRun(Create(rule), type);
        run.Run(0, 4);
        using var file = new MemoryStream();
        run.Optimizer.Save(file);
        var saved = run.Bits();
        run.Run(4, 8);

        file.Position = 0;
        using var resumed = new SmallRun(Create(rule), type, seed: 2);
        Assert.NotEqual(saved, resumed.Bits());
        var report = resumed.Optimizer.Load(file);
        Assert.True(report is { IsExact: true, HasWeights: true }, report.ToString());
        Assert.Equal(file.Length, file.Position);
        Assert.Equal(saved, resumed.Bits());
        resumed.Run(4, 8);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>Between the move before the gradients and the step, and where the model is evaluated.</summary>
    [Theory]
    [InlineData("NesterovLookAhead"), InlineData("Sam"), InlineData("ScheduleFreeAdamW"), InlineData("Adam")]
    public void Resumed_InMidStep(string rule)
    {
        using var run = new SmallRun(Create(rule), "both");
        run.Run(0, 3);
        run.Begin(3);
        using var file = new MemoryStream();
        run.Optimizer.Save(file);
        run.End(3);
        run.Optimizer.Evaluate();
        using var evaluated = new MemoryStream();
        run.Optimizer.Save(evaluated);
        run.Optimizer.Train();
        run.Run(4, 6);

        using var resumed = new SmallRun(Create(rule), "both", seed: 2);
        file.Position = evaluated.Position = 0;
        resumed.Optimizer.Load(file);
        resumed.End(3);
        resumed.Optimizer.Evaluate();
        resumed.Optimizer.Train();
        resumed.Run(4, 6);
        Assert.Equal(run.Bits(), resumed.Bits());

        resumed.Optimizer.Load(evaluated);
        Assert.Equal(rule == "ScheduleFreeAdamW", resumed.Optimizer.IsEvaluating);
        resumed.Optimizer.Train();
        resumed.Run(4, 6);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>What was moved to evaluation, and frozen since, comes back after loading, too.</summary>
    [Fact]
    public void FrozenWhileEvaluating_ComesBackWhereItIsLoaded()
    {
        using var run = new SmallRun(Create("ScheduleFreeAdamW"), "both");
        run.Run(0, 3);
        run.Optimizer.Evaluate();
        run.Optimizer.Parameters[0].IsFrozen = true;
        using var file = new MemoryStream();
        run.Optimizer.Save(file);
        run.Optimizer.Train();

        using var resumed = new SmallRun(Create("ScheduleFreeAdamW"), "both", seed: 2);
        file.Position = 0;
        resumed.Optimizer.Load(file);
        resumed.Optimizer.Train();
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>The distance begins at a hyperparameter, and is a state of its own from the first step on, be it as large as at first.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void StateOfTheOptimizer_FollowsItsHyperparameter_UntilTheFirstStep(bool isStepped)
    {
        using var run = Create();
        if (isStepped)
        {
            run["a"].BindGradients(new float[3]);
        }

        // Beside a rule of the same group that steps.
        using var other = new Sgd();
        other.Add("b", new float[3], new float[3]);
        new OptimizerGroup(run, other).Step();
        using var file = new MemoryStream();
        run.Save(file);
        run.InitialDistance = 0.5;
        Assert.Equal(isStepped ? 0.25 : 0.5, run.Distance);

        file.Position = 0;
        using var resumed = Create();
        Assert.True(resumed.Load(file).IsExact);
        Assert.Equal(0.25, resumed.Distance);
        resumed.InitialDistance = 0.5;
        Assert.Equal(run.Distance, resumed.Distance);

        static Prodigy Create()
        {
            var prodigy = new Prodigy { InitialDistance = 0.25 };
            prodigy.Add("a", new float[3]);
            return prodigy;
        }
    }

    [Fact]
    public void Everything_ThatAStepDependsOn_ComesBack()
    {
        static Optimizer Group() => OptimizerGroup.Split(
            (ParameterSelection.ByName("*bias"), new Sgld()), (ParameterSelection.ByRank(2), new AdamW()), (ParameterSelection.All, new Prodigy()));

        using var run = new SmallRun(Group(), "both");
        run.Optimizer.Options.MaximumGradientNorm = 0.7;
        run.Optimizer.Options.GradientScale = 1.0 / 3;
        foreach (var optimizer in ((OptimizerGroup)run.Optimizer).Optimizers)
        {
            optimizer.Options.Seed = ulong.MaxValue - 3;
        }

        run.Optimizer.Options.Seed = 12345;
        run.Optimizer.Hyperparameters[0].Number = 0.1 + 0.2;
        run.Optimizer["layer/one.weight"].LearningRateScale = 1.0 / 7;
        run.Optimizer["two"].IsFrozen = true;
        run.Run(0, 4);
        using var file = new MemoryStream();
        run.Optimizer.Save(file);

        using var resumed = new SmallRun(Group(), "both", seed: 3);
        file.Position = 0;
        Assert.True(resumed.Optimizer.Load(file).IsExact);
        Assert.Equal(run.Bits(), resumed.Bits());
        Assert.Equal((0.7, 1.0 / 3, 12345UL), (resumed.Optimizer.Options.MaximumGradientNorm, resumed.Optimizer.Options.GradientScale, resumed.Optimizer.Options.Seed));
        run.Run(4, 9);
        resumed.Run(4, 9);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>A step that its first gradients have condemned is skipped all the same.</summary>
    [Fact]
    public void SkippedStep_ComesBack()
    {
        double[] weights = [1, 2], gradients = [double.NaN, 1];
        using var sam = new Sam { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        sam.Add("the weights", weights, gradients);
        Assert.True(sam.BeforeGradient().IsSkipped);
        using var file = new MemoryStream();
        sam.Save(file);

        using var resumed = new Sam();
        resumed.Add("the weights", new double[2], [1.0, 1.0]);
        file.Position = 0;
        resumed.Load(file);
        var result = resumed.Step();
        Assert.True(result.IsSkipped);
        Assert.Equal(("the weights", 0), (result.NonFiniteParameterName, result.NonFiniteIndex));
        Assert.Equal(sam.Step().GradientNorm, result.GradientNorm);
        Assert.Equal([1, 2], resumed["the weights"].Weights.ToArray<double>());
        Assert.False(resumed.BeforeGradient().IsSkipped);
    }

    [Fact]
    public void WithoutWeights_TheyStay()
    {
        using var run = new SmallRun(new Adam(), "both");
        run.Run(0, 2);
        using var file = new MemoryStream();
        run.Optimizer.Save(file, new() { IncludeWeights = false });

        using var resumed = new SmallRun(new Adam(), "both", seed: 2);
        var before = resumed.Optimizer["two"].Weights.ToArray<double>();
        file.Position = 0;
        var report = resumed.Optimizer.Load(file);
        Assert.True(report is { IsExact: true, HasWeights: false });
        Assert.Equal(before, resumed.Optimizer["two"].Weights.ToArray<double>());
        Assert.Equal(2, resumed.Optimizer["two"].StepCount);

        // And where the file has them, and they are not asked for.
        using var all = new MemoryStream();
        run.Optimizer.Save(all);
        all.Position = 0;
        Assert.True(resumed.Optimizer.Load(all, new() { IncludeWeights = false }) is { IsExact: true, HasWeights: false });
        Assert.Equal(before, resumed.Optimizer["two"].Weights.ToArray<double>());
    }

    /// <summary>Streams that cannot go back, written and read.</summary>
    [Fact]
    public void StreamsThatOnlyGoOn()
    {
        using var run = new SmallRun(new AdamW(), "both");
        run.Run(0, 3);
        using MemoryStream memory = new(), seekable = new();
        run.Optimizer.Save(new OneWayStream(memory));
        run.Optimizer.Save(seekable);
        Assert.Equal(seekable.ToArray(), memory.ToArray());

        memory.Position = 0;
        using var resumed = new SmallRun(new AdamW(), "both", seed: 2);
        Assert.True(resumed.Optimizer.Load(new OneWayStream(memory)).IsExact);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    /// <summary>From the middle of a stream.</summary>
    [Fact]
    public void StreamWithSomethingBefore()
    {
        using var run = new SmallRun(new AdamW(), "both");
        using var stream = new MemoryStream();
        stream.Write("before"u8);
        run.Optimizer.Save(stream);
        stream.Position = 6;
        using var resumed = new SmallRun(new AdamW(), "both", seed: 2);
        resumed.Optimizer.Load(stream);
        Assert.Equal(run.Bits(), resumed.Bits());
    }

    [Fact]
    public async Task Asynchronous_HasTheBitsOfTheMoment()
    {
        using var folder = new TemporaryFolder();
        using var run = new SmallRun(new AdamW(), "both");
        for (var round = 1; round <= 3; round++)
        {
            run.Run(2 * round, (2 * round) + 2);
            var bits = run.Bits();
            var saving = run.Optimizer.SaveAsync(folder["async"]);
            run.Run(100, 103);
            await saving;
            using var resumed = new SmallRun(new AdamW(), "both", seed: 2);
            resumed.Optimizer.Load(folder["async"]);
            Assert.Equal(bits, resumed.Bits());
        }
    }

    [Fact]
    public async Task Prepared_TheFirstAsynchronousOneMakesNoRoom()
    {
        using var folder = new TemporaryFolder();
        using var run = new SmallRun(new AdamW(), "both");
        run.Run(0, 2);
        Assert.InRange(Allocated(() => run.Optimizer.PrepareSaveAsync()), 0, 1 << 20);
        var bits = run.Bits();
        var saving = Task.CompletedTask;
        Assert.InRange(Allocated(() => saving = run.Optimizer.SaveAsync(folder["async"])), 0, 1 << 20);
        Assert.InRange(Allocated(() => run.Optimizer.PrepareSaveAsync()), 0, 1 << 20);
        await saving;

        using var resumed = new SmallRun(new AdamW(), "both", seed: 2);
        resumed.Optimizer.Load(folder["async"]);
        Assert.Equal(bits, resumed.Bits());
        using var other = new SmallRun(new AdamW(), "both");
        Assert.InRange(Allocated(() => saving = other.Optimizer.SaveAsync(folder["other"])), 1 << 20, long.MaxValue);
        await saving;

        // Whatever this thread has the system give.
        static long Allocated(Action act)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    internal static Optimizer Create(string rule)
        => (Optimizer)Activator.CreateInstance((typeof(Optimizer).Assembly.GetType("Descent." + rule) ?? typeof(Muon).Assembly.GetTypes().Single(type => type.Name == rule && type.IsAssignableTo(typeof(Optimizer))))!)!;
}
