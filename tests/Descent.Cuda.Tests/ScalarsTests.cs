using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>What follows from totals is computed on the device where that has the processor's bits, and then no step waits for it.</summary>
public sealed class ScalarsTests
{
    public static TheoryData<string> Rules => BuiltInRulesTests.Rules;

    /// <summary>A rule waits for totals exactly where it says that the processor computes what follows from them.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_WaitsForTotals_WhereTheProcessorComputes(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("matrix", 6, 5).Add("vector", 20);
        var compiled = RuleAccess.Of(pair.There);
        var hasTotals = Enumerable.Range(0, 32).Any(loop => compiled.CountCudaTotals(RuleMethod.Update, loop) > 0) || compiled.Schema!.IsOfMatrices;
        pair.Step();
        pair.SetGradients();
        pair.There.BeforeGradient();
        var before = pair.Driver.Reads;
        pair.There.Step();

        if (hasTotals)
        {
            if (compiled.HasCudaScalars(RuleMethod.Update))
            {
                // Where states of tensors follow from totals, these are read once, all together.
                Assert.Equal(compiled.HasCudaStates(RuleMethod.Update) ? 1 : 0, pair.Driver.Reads - before);
            }
            else
            {
                Assert.True(pair.Driver.Reads > before);
            }
        }
        else
        {
            Assert.Equal(before, pair.Driver.Reads);
        }
    }

    /// <summary>The rules whose scalars are made of sums, products, quotients, roots, extremes and comparisons.</summary>
    [Theory]
    [InlineData(nameof(Lamb), true, false)]
    [InlineData(nameof(LambWithClipping), true, false)]
    [InlineData(nameof(Lars), true, false)]
    [InlineData(nameof(CautiousAdamW), true, false)]
    [InlineData(nameof(StableAdamW), true, false)]
    [InlineData(nameof(NovoGrad), true, false)]
    [InlineData(nameof(Prodigy), true, false)]
    [InlineData(nameof(DAdaptLion), true, false)]
    [InlineData(nameof(Adafactor), true, false)]
    [InlineData(nameof(AdafactorPyTorch), true, false)]
    [InlineData(nameof(AdafactorWithMomentum), true, false)]
    [InlineData(nameof(AdamMini), true, false)]
    [InlineData(nameof(AdamPByRows), true, false)]
    [InlineData(nameof(Came), true, false)]
    [InlineData(nameof(Sm3), true, false)]
    [InlineData(nameof(Sm3WithMomentum), true, false)]
    public void Rules_OfWhichADeviceComputesThem(string rule, bool isOnDevice, bool hasStates)
    {
        var compiled = RuleAccess.Of(BuiltInRulesTests.Create(rule));
        Assert.Equal((isOnDevice, hasStates), (compiled.HasCudaScalars(RuleMethod.Update), compiled.HasCudaStates(RuleMethod.Update)));
    }

    /// <summary>Totals of several chunks, and of many tensors, in a group of several optimizers of one class, of which each has its own rate; one parameter is frozen for a step.</summary>
    [Theory]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(LambWithClipping))]
    public void Groups_HaveTheSameBits(string rule)
    {
        using var first = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        first.Add("large", (2 * 8192) + 70).Add("small", 3).Add("none", 0).Add("other", 300);
        var (here, there) = (BuiltInRulesTests.Create(rule), BuiltInRulesTests.Create(rule));
        float[] weights = [.. Enumerable.Range(1, 40).Select(index => index / 7f)], gradients = [.. Enumerable.Range(1, 40).Select(index => 1f / index)];
        here.Add("more", (float[])weights.Clone(), gradients);
        there.Add("more", first.Device.Allocate<float>(weights).Memory, first.Device.Allocate<float>(gradients).Memory);
        here.Hyperparameters[0].Number = there.Hyperparameters[0].Number = 0.25;
        using var groupHere = new OptimizerGroup(first.Here, new Sgd(), here);
        using var groupThere = new OptimizerGroup(first.There, new Sgd(), there);
        first.Here.Parameters[1].LearningRateScale = first.There.Parameters[1].LearningRateScale = 0.5;
        for (var step = 0; step < 4; step++)
        {
            first.SetGradients();
            first.Here.Parameters[3].IsFrozen = first.There.Parameters[3].IsFrozen = step == 1;
            var before = first.Driver.Reads;
            groupThere.Step();
            Assert.Equal(before, first.Driver.Reads);
            groupHere.Step();
            first.AssertSame($"step {step}");
            Assert.Equal(here.Parameters[0].Weights.ToArray<float>(), there.Parameters[0].Weights.ToArray<float>());
        }
    }

    /// <summary>Where a parameter lies here, totals of the optimizer come here.</summary>
    [Fact]
    public void ParametersHereAndThere_HaveTheSameBits()
    {
        using var pair = new Pair<float>(() => new LambWithClipping(), specialShare: 0);
        pair.Add("there", 700);
        float[] weights = [1, 2, 3], gradients = [3, 2, 1];
        pair.Here.Add("here", (float[])weights.Clone(), gradients);
        pair.There.Add("here", (float[])weights.Clone(), gradients);
        for (var step = 0; step < 2; step++)
        {
            pair.SetGradients();
            pair.Here.Step();
            pair.There.Step();
            Assert.Equal(pair.Here.Parameters[1].Weights.ToArray<float>(), pair.There.Parameters[1].Weights.ToArray<float>());
            pair.AssertSame($"step {step}");
        }
    }

    /// <summary>The upper part of the tree: one total as it is, a block, a chunk, and chunks of totals.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    [InlineData(513)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData((2 * 8192) + 700)]
    public void Tree_HasTheBitsOfTheProcessor(int count)
    {
        const int Stride = 3;
        var random = new Random(count);
        foreach (var share in new[] { 0.0, 0.01 })
        {
            double[] terms = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? -0.0 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(20)))];
            CompareAll(terms);
            terms[^1] = double.NaN;
            CompareAll(terms);
            CompareAll([.. terms.Select(_ => -0.0)]);
        }

        void CompareAll(double[] terms)
        {
            foreach (var kind in Enum.GetValues<ReductionKind>())
            {
                Assert.Equal(-1, Values<double>.FirstDifference([ReductionTree.Combine(kind, terms)], [OnDevice(kind, terms)]));
            }
        }

        double OnDevice(ReductionKind kind, double[] terms)
        {
            using var device = new KernelDevice(new MachineDriver(), 0, 0);
            var spread = new double[terms.Length * Stride];
            for (var index = 0; index < terms.Length; index++)
            {
                spread[index * Stride] = terms[index];
            }

            var (first, tasks, result) = (device.Allocate(sizeof(double) * spread.Length), device.Allocate(32), device.Allocate(sizeof(double)));
            device.Write(first, MemoryMarshal.AsBytes(spread.AsSpan()));
            device.Write(tasks, MemoryMarshal.AsBytes<ulong>([first, result, (Stride * sizeof(double)) | ((ulong)terms.Length << 32), 0]));
            device.Combine(kind, tasks, 1);
            var total = new double[1];
            device.Read(result, MemoryMarshal.AsBytes(total.AsSpan()));
            return total[0];
        }
    }
}
