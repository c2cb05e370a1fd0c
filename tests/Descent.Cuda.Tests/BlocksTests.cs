namespace Descent.Cuda.Tests;

/// <summary>States of 8 bits have on a device the codes and scales that they have here.</summary>
public sealed class BlocksTests
{
    public static TheoryData<string> Rules => BuiltInRulesTests.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryRule_GivesTheSameBits(string rule)
    {
        Compare<float, float>(rule, 0.0);
        Compare<BFloat16, Half>(rule, 0.003);
        if (BuiltInRulesTests.TakesDoubles(rule))
        {
            Compare<double, double>(rule, 0.0);
        }
    }

    /// <summary>Blocks of zeros, of values too small for a reciprocal, and of one that is not finite.</summary>
    [Theory]
    [InlineData(0f)]
    [InlineData(1e-39f)]
    [InlineData(1e-42f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MaxValue)]
    public void EveryScale_GivesTheSameBits(float largest)
    {
        using var driver = new MachineDevice();
        float[] gradients = [.. Enumerable.Range(0, 1000).Select(index => index % 7 == 0 ? largest : largest * index / 1000)];
        using var here = Create();
        using var there = Create();
        here.Add("weights", new float[1000], gradients);
        there.Add("weights", driver.Device.Allocate<float>(new float[1000]).Memory, driver.Device.Allocate<float>(gradients).Memory);
        here.Step();
        there.Step();

        foreach (var (expected, actual) in here.Parameters[0].States.Zip(there.Parameters[0].States))
        {
            Assert.Equal(expected.ReadBytes(0, (int)expected.Bytes), actual.ReadBytes(0, (int)actual.Bytes));
        }

        static AdamW Create() => new() { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } };
    }

    /// <summary>Codes and scales are the same bytes, and go on from either.</summary>
    [Fact]
    public void Checkpoint_HasTheSameBytes_AndGoesOn()
    {
        using var pair = new StoredPair<float, float>(() => Create(nameof(AdamW)), specialShare: 0);
        pair.Add("first", 3, 300).Add("second", 40);
        pair.Step();
        pair.Step();

        Assert.Equal(Bytes(pair.Here), Bytes(pair.There));
        using var file = new MemoryStream();
        pair.There.Save(file);
        file.Position = 0;
        pair.Here.Load(file);
        file.Position = 0;
        pair.There.Load(file);
        pair.Step();
        pair.AssertSame("after loading");
    }

    /// <summary>A part of a state is set, and the rest of its blocks stays.</summary>
    [Fact]
    public void OneValue_IsSet()
    {
        using var pair = new StoredPair<float, float>(() => Create(nameof(AdamW)), specialShare: 0);
        pair.Add("weights", 700);
        pair.Step();
        pair.Here.Parameters[0].States[0][300] = pair.There.Parameters[0].States[0][300] = 5000;

        pair.AssertSame("after one was set");
        Assert.Equal(5000, pair.There.Parameters[0].States[0][300]);
    }

    /// <summary>Where ranges are of whole blocks, a block follows from the place, and nothing is divided.</summary>
    [Theory]
    [InlineData(nameof(AdamW), 60, false)]
    [InlineData(nameof(Came), 64, false)]
    [InlineData(nameof(Came), 60, true)]
    public void Blocks_AreSoughtByADivision_WhereRangesCutThem(string rule, int columns, bool divides)
    {
        using var pair = new StoredPair<float, float>(() => Create(rule), specialShare: 0);
        pair.Add("weights", 140, columns);
        pair.Step();

        pair.AssertSame(rule);
        Assert.Equal(divides, pair.Driver.Texts.Exists(text => text.Contains("div.u32 %block", StringComparison.Ordinal)));
    }

    /// <summary>A loop over each weight stores codes in one pass, four values at once where it calls no functions; of what is left, blocks of which the last is not whole.</summary>
    [Theory]
    [InlineData(nameof(AdamW), true)]
    [InlineData(nameof(Lion), true)]
    [InlineData(nameof(MadGrad), false)]
    public void LoopOverWeights_StoresInOnePass(string rule, bool isWide)
    {
        Check<float, float>();
        Check<Half, BFloat16>();

        void Check<TWeight, TGradient>()
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            using var pair = new StoredPair<TWeight, TGradient>(() => Create(rule), specialShare: 0.0003);
            foreach (var length in (int[])[1, 255, 256, 257, 1023, 1024, 1025, 8191, 8192 + 1030])
            {
                pair.Add($"tensor{length}", length);
            }

            for (var step = 1; step <= 2; step++)
            {
                pair.Step();
                pair.AssertSame($"{rule}, {typeof(TWeight).Name}, step {step}");
            }

            Assert.All(pair.Driver.Launches, launch => Assert.StartsWith("Update_", launch.Name, StringComparison.Ordinal));
            Assert.Equal(isWide, pair.Driver.Texts[0].Contains("EACH_FOUR", StringComparison.Ordinal));
        }
    }

    /// <summary>A loop that reduces, or whose blocks are cut short, finds the magnitudes first.</summary>
    [Theory]
    [InlineData(nameof(DAdaptAdam), 60)]
    [InlineData(nameof(Came), 60)]
    public void OtherLoop_TakesTwoPasses(string rule, int columns)
    {
        using var pair = new StoredPair<float, float>(() => Create(rule), specialShare: 0);
        pair.Add("weights", 40, columns);
        pair.Step();

        pair.AssertSame(rule);
        Assert.Contains(pair.Driver.Launches, launch => launch.Name == "TakeScales");
    }

    /// <summary>Where small tensors keep their states native, the loops over a large one read nothing back that was stored in codes.</summary>
    [Theory]
    [InlineData(nameof(Came))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(CautiousAdamW))]
    public void LargeTensors_AreInBlocks_AsHere(string rule)
    {
        using var pair = new StoredPair<float, float>(() => Create(rule, smallest: 300), specialShare: 0);
        pair.Add("small", 200).Add("large", 7, 60);
        for (var step = 1; step <= 2; step++)
        {
            pair.Step();
            pair.AssertSame($"{rule}, step {step}");
        }

        Assert.Equal([StateStorage.Native, StateStorage.Blocks8], pair.There.Parameters.Select(parameter => parameter.States[0].Storage));
    }

    private static void Compare<TWeight, TGradient>(string rule, double specialShare)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        using var pair = new StoredPair<TWeight, TGradient>(() => Create(rule), specialShare);
        pair.Add("first", 300).Add("second", 7, 60).Add("third", 1);
        for (var step = 1; step <= 3; step++)
        {
            pair.Step();
            pair.AssertSame($"{rule}, {typeof(TWeight).Name}, {specialShare} special, step {step}");
        }
    }

    /// <summary>A rule whose states are in blocks, of tensors of so many weights and more.</summary>
    internal static RuleOptimizer Create(string rule, int smallest = 0)
    {
        var optimizer = BuiltInRulesTests.Create(rule);
        (optimizer.Storage.States, optimizer.Storage.SmallestInBlocks) = (StateStorage.Blocks8, smallest);
        return optimizer;
    }

    private static byte[] Bytes(RuleOptimizer optimizer)
    {
        using var file = new MemoryStream();
        optimizer.Save(file);
        return file.ToArray();
    }

    /// <summary>A device that is the interpreter.</summary>
    private sealed class MachineDevice : IDisposable
    {
        public CudaDevice Device { get; } = new(new Machine.MachineDriver(), 0, 0);

        public void Dispose() => Device.Dispose();
    }
}
