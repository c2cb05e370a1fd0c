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

    private static void Compare<TWeight, TGradient>(string name, StateStorage states)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        foreach (var specialShare in new[] { 0.1, 0 })
        {
            using var pair = new StoredPair<TWeight, TGradient>(() => With(BuiltInRulesTests.Create(name)), specialShare);
            foreach (var length in (int[])[1, 31, 203])
            {
                pair.Add(string.Create(CultureInfo.InvariantCulture, $"tensor{length}"), length);
            }

            for (var step = 1; step <= 3; step++)
            {
                pair.Step();
                pair.AssertSame($"{name}, {typeof(TWeight).Name}, {typeof(TGradient).Name}, {states}, step {step}");
            }
        }

        RuleOptimizer With(RuleOptimizer optimizer)
        {
            optimizer.Storage.States = states;
            return optimizer;
        }
    }
}
