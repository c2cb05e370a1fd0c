using System.Globalization;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Weights, gradients and states of 16 bits, in combinations that the processor takes, have its bits on a GPU.</summary>
public sealed class StorageTests
{
    public static TheoryData<string> Rules => BuiltInRulesTests.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryRule_GivesTheSameBits(string name)
    {
        Compare<BFloat16, BFloat16>(name, StateStorage.BFloat16);
        Compare<BFloat16, float>(name, StateStorage.Native);
        Compare<Half, Half>(name, StateStorage.Half);
        Compare<float, BFloat16>(name, StateStorage.Half);
        Compare<float, Half>(name, StateStorage.Native);
        if (BuiltInRulesTests.TakesDoubles(name))
        {
            Compare<double, double>(name, StateStorage.BFloat16);
            Compare<double, double>(name, StateStorage.Half);
        }
    }

    [Fact]
    public void EveryCombination_GivesTheSameBits()
    {
        foreach (var states in new[] { StateStorage.Native, StateStorage.BFloat16, StateStorage.Half })
        {
            OfWeights<BFloat16>(states);
            OfWeights<Half>(states);
            OfWeights<float>(states);
        }

        static void OfWeights<T>(StateStorage states)
            where T : unmanaged
        {
            Compare<T, BFloat16>(nameof(NAdam), states);
            Compare<T, Half>(nameof(NAdam), states);
            Compare<T, float>(nameof(NAdam), states);
        }
    }

    /// <summary>Weights that keep more than their 16 bits, or are rounded by chance, for every rule.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void EveryRule_WithMore_GivesTheSameBits(string name)
    {
        Compare<BFloat16, BFloat16>(name, StateStorage.Native, WeightPrecision.Stochastic);
        Compare<Half, Half>(name, StateStorage.BFloat16, WeightPrecision.Stochastic);
        Compare<BFloat16, float>(name, StateStorage.Half, WeightPrecision.Compensated);
        Compare<Half, BFloat16>(name, StateStorage.Native, WeightPrecision.Compensated);
        Compare<BFloat16, Half>(name, StateStorage.BFloat16, WeightPrecision.Master);
        Compare<Half, float>(name, StateStorage.Native, WeightPrecision.Master);
        Compare<BFloat16, BFloat16>(name, StateStorage.Native, WeightPrecision.SplitMaster);
    }

    /// <summary>Weights that other code sets lack nothing, nor do those that are loaded without what lacks.</summary>
    [Theory]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.SplitMaster)]
    public void WeightsThatAreSet_AreRefreshed(WeightPrecision precision)
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Storage = { Weights = precision } });
        pair.Add("weights", 300);
        pair.Step();
        pair.AssertSame("stepped");
        foreach (var parameter in new[] { pair.Here.Parameters[0], pair.There.Parameters[0] })
        {
            parameter.Weights.CopyFrom<float>([.. Enumerable.Range(0, 300).Select(index => index - 150.25f)]);
            parameter.RefreshWeights();
        }

        pair.AssertSame("refreshed");
        pair.Step();
        pair.AssertSame("stepped again");
    }

    /// <summary>Where other code may have set some, those alone that are not what would be stored are taken as they are, on both sides.</summary>
    [Theory]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.SplitMaster)]
    public void WeightsThatMayBeSet_AreMet(WeightPrecision precision)
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Storage = { Weights = precision } });
        pair.Add("weights", 300);
        pair.Step();
        foreach (var parameter in new[] { pair.Here.Parameters[0], pair.There.Parameters[0] })
        {
            var kept = parameter.WeightRemainder!.ToArray<float>();
            parameter.RefreshChangedWeights();
            Assert.Equal(kept, parameter.WeightRemainder!.ToArray<float>());
            var weights = parameter.Weights.ToArray<float>();
            parameter.Weights.CopyFrom<float>([.. weights.Select((weight, index) => index % 3 == 0 ? 0 : weight)]);
            parameter.RefreshChangedWeights();
            Assert.NotEqual(kept, parameter.WeightRemainder!.ToArray<float>());
        }

        pair.AssertSame("met");
        pair.Step();
        pair.AssertSame("stepped again");
    }

    /// <summary>The lower halves of the bits are whole numbers, which are read and set as such.</summary>
    [Fact]
    public void LowHalves_AreWholeNumbers()
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Storage = { Weights = WeightPrecision.SplitMaster } });
        pair.Add("weights", 5);
        foreach (var halves in new[] { pair.Here.Parameters[0].WeightRemainder!, pair.There.Parameters[0].WeightRemainder! })
        {
            halves.CopyFrom<double>([0, -1, 1.6, 1e9, -32768]);
            Assert.Equal([0, -1, 2, 32767, -32768], halves.ToArray<double>());
            Assert.Equal("LowHalves: Int16[5] 0, -1, 2, 32767, -32768", halves.ToString());
        }
    }

    /// <summary>A run goes on elsewhere with what lacks to its weights.</summary>
    [Theory]
    [InlineData(WeightPrecision.Stochastic)]
    [InlineData(WeightPrecision.Compensated)]
    [InlineData(WeightPrecision.Master)]
    [InlineData(WeightPrecision.SplitMaster)]
    public void Checkpoint_WithMore_HasTheSameBytes(WeightPrecision precision)
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Storage = { Weights = precision, States = StateStorage.BFloat16, RoundsStatesByChance = true } }, specialShare: 0);
        pair.Add("weights", 300);
        pair.Step();
        var (here, there) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            pair.Here.Save(here);
            pair.There.Save(there);
            Assert.Equal(File.ReadAllBytes(here), File.ReadAllBytes(there));
            pair.Step();
            pair.Here.Load(there);
            pair.There.Load(here);
            pair.AssertSame("loaded");
            pair.Step();
            pair.AssertSame("after a step");
        }
        finally
        {
            File.Delete(here);
            File.Delete(there);
        }
    }

    /// <summary>Each state draws by a use of its own, after the rule and the weights.</summary>
    [Theory]
    [InlineData(StateStorage.BFloat16)]
    [InlineData(StateStorage.Half)]
    public void StatesByChance_GiveTheSameBits(StateStorage states)
    {
        foreach (var rule in (string[])[nameof(NAdam), nameof(Sgld), nameof(Prodigy), nameof(Sam), nameof(Adan)])
        {
            Compare<Half, Half>(rule, states, WeightPrecision.Stochastic, byChance: true);
            Compare<float, float>(rule, states, byChance: true);
            Compare<double, double>(rule, states, byChance: true);
        }

        Compare<double, double>(nameof(ThreeDraws), states, byChance: true);
    }

    /// <summary>Every bit pattern of a float is rounded by chance as on the processor: each upper half, with lower halves at their ends and between.</summary>
    [Theory]
    [InlineData(typeof(BFloat16))]
    [InlineData(typeof(Half))]
    public void EveryNumber_IsRoundedByChance(Type type)
    {
        if (type == typeof(Half))
        {
            Run<Half>();
        }
        else
        {
            Run<BFloat16>();
        }

        static void Run<T>()
            where T : unmanaged
        {
            var random = new Random(6);
            float[] gradients = [.. Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt32BitsToSingle(((uint)bits << 16) | (bits % 5 == 0 ? 0u : bits % 5 == 1 ? 0xFFFFu : (uint)random.Next(1 << 16))))];
            var driver = new MachineDriver();
            using var device = new CudaDevice(driver, 0, 0);
            using var buffer = device.Allocate<T>(new T[gradients.Length]);
            using var ofGradients = device.Allocate<float>(gradients);
            using var here = Create();
            using var there = Create();
            here.Add<T>("weights", new T[gradients.Length]).BindGradients(gradients);
            there.Add("weights", buffer.Memory).BindGradients(ofGradients.Memory);
            here.Step();
            there.Step();
            Assert.Equal(-1, Values<double>.FirstDifference(here.Parameters[0].Weights.ToArray<double>(), there.Parameters[0].Weights.ToArray<double>()));

            Sgd Create() => new() { LearningRate = 1, Storage = { Weights = WeightPrecision.Stochastic }, Options = { Seed = 3 } };
        }
    }

    /// <summary>States by name, and tensors of several storages in one optimizer: a launch for each.</summary>
    [Fact]
    public void StatesByName_AreALaunchEach()
    {
        using var pair = new StoredPair<BFloat16, BFloat16>(() => new AdamW { Storage = { ByState = { ["FirstMoment"] = StateStorage.Half } } });
        pair.Add("first", 40).Add("second", 50);
        pair.Step();
        pair.There.Storage.ByState.Clear();
        pair.Here.Storage.ByState.Clear();
        pair.Add("third", 60);
        pair.Step();
        pair.AssertSame("by name");
        Assert.Equal(3, pair.Driver.Launches.Count);
        Assert.Equal(2, pair.Driver.Modules);
        Assert.Equal((StateStorage.Half, 80L), (pair.There.Parameters[0].States[0].Storage, pair.There.Parameters[0].States[0].Bytes));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 0.05)]
    [InlineData(1, 0)]
    public void GradientNorm_OfSixteenBits(double order, double specialShare)
    {
        using var bfloats = new StoredPair<BFloat16, BFloat16>(Create, specialShare);
        Run(bfloats);
        using var halves = new StoredPair<float, Half>(Create, specialShare);
        Run(halves);

        RuleOptimizer Create() => new AdamW { Options = { MaximumGradientNorm = 0.5, GradientNormOrder = order, ClearGradientsAfterStep = true, GradientScale = 3 } };

        static void Run<TWeight, TGradient>(StoredPair<TWeight, TGradient> pair)
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            pair.Add("large", 8192 + 700).Add("small", 3);
            for (var step = 0; step < 2; step++)
            {
                var (here, there) = pair.Step();
                Assert.Equal(-1, Values<double>.FirstDifference([here.GradientNorm!.Value], [there.GradientNorm!.Value]));
            }

            pair.AssertSame("clipped");
        }
    }

    [Fact]
    public void Checkpoint_SavedThere_GoesOnHere()
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Storage = { States = StateStorage.Half } }, specialShare: 0);
        pair.Add("weights", 300);
        pair.Step();
        var path = Path.GetTempFileName();
        try
        {
            pair.There.Save(path);
            var bytes = File.ReadAllBytes(path);
            pair.Here.Parameters[0].States[0][3] = 777;
            pair.Here.Load(path);
            pair.AssertSame("loaded");
            pair.Step();
            pair.AssertSame("after a step");
            pair.There.Load(path);
            pair.There.Save(path);
            Assert.Equal(bytes, File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Every bit pattern of a format is decoded as on the processor, and what lies around it is encoded so.</summary>
    [Theory]
    [InlineData(typeof(BFloat16))]
    [InlineData(typeof(Half))]
    public void EveryNumber_IsDecodedAndEncoded(Type type)
    {
        if (type == typeof(Half))
        {
            Run(bits => BitConverter.UInt16BitsToHalf(bits));
        }
        else
        {
            Run(BFloat16.FromBits);
        }

        static void Run<T>(Func<ushort, T> from)
            where T : unmanaged
        {
            T[] weights = [.. Enumerable.Range(0, 1 << 16).Select(bits => from((ushort)bits))];
            var random = new Random(4);
            float[] gradients = [.. weights.Select((_, bits) => BitConverter.UInt32BitsToSingle(((uint)bits << 16) | (bits % 3 == 0 ? 0x8000u : (uint)random.Next(1 << 16))))];
            var driver = new MachineDriver();
            using var device = new CudaDevice(driver, 0, 0);
            using var buffer = device.Allocate<T>(weights);
            using var ofGradients = device.Allocate<float>(gradients);
            using var here = new Sgd { LearningRate = 1 };
            using var there = new Sgd { LearningRate = 1 };
            here.Add<T>("weights", weights).BindGradients(gradients);
            there.Add("weights", buffer.Memory).BindGradients(ofGradients.Memory);
            here.Step();
            there.Step();
            Assert.Equal(-1, Values<double>.FirstDifference(here.Parameters[0].Weights.ToArray<double>(), there.Parameters[0].Weights.ToArray<double>()));
        }
    }

    private static void Compare<TWeight, TGradient>(string name, StateStorage states, WeightPrecision precision = WeightPrecision.Nearest, bool byChance = false)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        // What lacks to weights does not ask whether totals are finite.
        foreach (var specialShare in precision == WeightPrecision.Nearest ? new[] { 0.1, 0 } : [0.02])
        {
            using var pair = new StoredPair<TWeight, TGradient>(() => With(name == nameof(ThreeDraws) ? new ThreeDraws() : BuiltInRulesTests.Create(name)), specialShare);
            foreach (var length in (int[])[1, 31, 203])
            {
                pair.Add(string.Create(CultureInfo.InvariantCulture, $"tensor{length}"), length);
            }

            for (var step = 1; step <= 3; step++)
            {
                pair.Step();
                pair.AssertSame($"{name}, {typeof(TWeight).Name}, {typeof(TGradient).Name}, {states}, {precision}, step {step}");
            }
        }

        RuleOptimizer With(RuleOptimizer optimizer)
        {
            (optimizer.Storage.States, optimizer.Storage.Weights, optimizer.Storage.RoundsStatesByChance) = (states, precision, byChance);
            return optimizer;
        }
    }
}
