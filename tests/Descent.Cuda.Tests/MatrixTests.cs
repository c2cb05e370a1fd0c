namespace Descent.Cuda.Tests;

/// <summary>Rules that name rows and columns give the processor's bits whatever the shape: rows of many blocks and of several chunks, columns of many bands.</summary>
public sealed class MatrixTests
{
    /// <summary>Rows of two blocks, of more than a chunk, of three to a warp's sixteen; bands of several rows, and more of them than the tree adds at once.</summary>
    public static TheoryData<string, int, int> Shapes => new()
    {
        { nameof(Came), 5, 600 },
        { nameof(Came), 3, 8192 + 700 },
        { nameof(Adafactor), 20, 1000 },
        { nameof(Sm3), 20, 1000 },
        { nameof(AdafactorPyTorch), 1, (2 * 8192) + 5 },
        { nameof(AdamMini), 300, 3 },
        { nameof(AdamPByRows), 4, 4097 },
        { nameof(Sm3WithMomentum), 9001, 1 },
        { nameof(AdafactorWithMomentum), 20, 4096 },
        { nameof(Sm3), 40, 4100 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EveryShape_GivesTheSameBits(string rule, int rows, int columns)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("large", rows, columns).Add("small", 3, 5);
        var steps = rows * columns > 50_000 ? 1 : 2;
        for (var step = 1; step <= steps; step++)
        {
            pair.Step();
            pair.AssertSame($"{rule} {rows} x {columns}, step {step}");
        }
    }

    /// <summary>Weights and states of fewer bits: a sweep reads back nothing that was stored in the step.</summary>
    [Theory]
    [InlineData(nameof(Adafactor))]
    [InlineData(nameof(AdamMini))]
    [InlineData(nameof(AdamPByRows))]
    [InlineData(nameof(Came))]
    [InlineData(nameof(Sm3WithMomentum))]
    public void FewerBits_GiveTheSameBits(string rule)
    {
        using var pair = new StoredPair<BFloat16, Half>(Create, specialShare: 0);
        pair.Add("first", 7, 29).Add("second", 2, 520).Add("vector", 45);
        for (var step = 1; step <= 3; step++)
        {
            pair.Step();
            pair.AssertSame($"{rule}, step {step}");
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Storage.States, optimizer.Storage.Weights) = (StateStorage.BFloat16, WeightPrecision.Compensated);
            return optimizer;
        }
    }

    /// <summary>What is clipped, scaled and zeroed beside the rule, with a tensor that is frozen and one of another step.</summary>
    [Fact]
    public void Neighbours_AreTheSame()
    {
        using var pair = new Pair<double>(() => new Adafactor { Options = { MaximumGradientNorm = 0.5, GradientScale = 0.25, ClearGradientsAfterStep = true } }, specialShare: 0);
        pair.Add("first", 6, 10).Add("second", 4, 3).Add("third", 9);
        pair.Step();
        pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = true;
        pair.Step();
        pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = false;
        pair.Here.Parameters[2].LearningRateScale = pair.There.Parameters[2].LearningRateScale = 0.5;
        var (here, there) = pair.Step();

        Assert.Equal(here.GradientNorm, there.GradientNorm);
        pair.AssertSame("after three steps");
        Assert.All(pair.There.Parameters[0].Gradients.ToArray<double>(), gradient => Assert.Equal(0, gradient));
    }

    /// <summary>A state of rows or columns that was saved on one goes on on the other.</summary>
    [Fact]
    public void Checkpoint_GoesOnThere()
    {
        using var pair = new Pair<float>(() => new Came(), specialShare: 0);
        pair.Add("first", 6, 10).Add("vector", 9);
        pair.Step();
        using var file = new MemoryStream();
        pair.Here.Save(file);
        pair.Step();
        file.Position = 0;
        pair.There.Load(file);
        pair.Here.Load(new MemoryStream(file.ToArray()));
        pair.Step();
        pair.AssertSame("after loading");
    }
}
