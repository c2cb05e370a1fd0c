using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>What there is one of for each row or column is computed on the device from its totals, and its states live there: no step waits for it.</summary>
public sealed class LinesTests
{
    /// <summary>The rules that name rows or columns.</summary>
    public static TheoryData<string> Rules => [.. ((IEnumerable<object[]>)BuiltInRulesTests.Rules).Select(row => (string)row[0]).Where(rule => RuleAccess.Of(BuiltInRulesTests.Create(rule)).Schema!.IsOfMatrices)];

    /// <summary>A step reads nothing, and has as many launches for many tensors as for one.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_WaitsForNothing_AndHasAsManyLaunchesForManyTensors(string rule)
    {
        var (one, many) = (LaunchesOf(1), LaunchesOf(5));
        Assert.Equal(one, many);

        int LaunchesOf(int tensors)
        {
            using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
            for (var tensor = 0; tensor < tensors; tensor++)
            {
                pair.Add($"tensor {tensor}", 3 + tensor, 5, 2);
            }

            var launches = 0;
            for (var step = 1; step <= 3; step++)
            {
                pair.SetGradients();
                pair.Here.Step();
                var before = (pair.Driver.Reads, pair.Driver.Launches.Count);
                var there = pair.There.Step(pair.Device.WrapStream(7));
                Assert.Equal(before.Reads, pair.Driver.Reads);
                Assert.False(there.IsCompleted);
                there.Wait();
                launches = pair.Driver.Launches.Count - before.Count;
                pair.AssertSame($"{rule}, step {step}");
            }

            return launches;
        }
    }

    /// <summary>A rule may ask how many rows there are, and have nothing of each.</summary>
    [Fact]
    public void RowsThatAreOnlyNamed_HaveTheSameBits()
    {
        using var pair = new Pair<float>(() => new RowsAlone());
        pair.Add("matrix", 7, 29).Add("vector", 40).Add("column", 45, 1);
        for (var step = 1; step <= 3; step++)
        {
            pair.Step();
            pair.AssertSame($"step {step}");
        }
    }

    /// <summary>Shapes at which something ends: one row, one column, a vector, four axes, nothing, more rows than a block has threads.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void OddShapes_HaveTheSameBits(string rule)
    {
        using var pair = new Pair<double>(() => BuiltInRulesTests.Create(rule));
        pair.Add("row", 1, 33).Add("column", 37, 1).Add("vector", 21).Add("four axes", 3, 2, 1, 4).Add("none", 0, 4).Add("long", 700, 2).Add("wide", 2, 300).Add("one", 1);
        for (var step = 1; step <= 3; step++)
        {
            pair.Here.Parameters[3].IsFrozen = pair.There.Parameters[3].IsFrozen = step == 2;
            pair.Step();
            pair.AssertSame($"{rule}, step {step}");
        }
    }

    /// <summary>A step that the device leaves out changes no state, and the limit of the norm is taken into the gradients.</summary>
    [Theory]
    [InlineData(nameof(Adafactor))]
    [InlineData(nameof(Came))]
    [InlineData(nameof(Sm3))]
    [InlineData(nameof(AdamMini))]
    public void SkippedAndClippedSteps_AreTheSame(string rule)
    {
        using var pair = new Pair<float>(Create, specialShare: 0);
        pair.Add("first", 6, 10).Add("second", 9);
        for (var step = 1; step <= 4; step++)
        {
            pair.SetGradients();
            if (step == 3)
            {
                pair.Here.Parameters[0].Gradients[7] = pair.There.Parameters[0].Gradients[7] = float.NaN;
            }

            var (here, there) = (pair.Here.Step(), pair.There.Step());
            Assert.Equal((step == 3, step == 3), (here.IsSkipped, there.IsSkipped));
            Assert.Equal(here.GradientNorm, there.GradientNorm);
            pair.AssertSame($"{rule}, step {step}");
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Options.NonFiniteGradients, optimizer.Options.MaximumGradientNorm) = (NonFiniteGradients.SkipStep, 0.5);
            return optimizer;
        }
    }

    /// <summary>What was saved from memory of the device goes on here, and the other way round.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public void Checkpoint_OfTheDevice_GoesOnHere(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("first", 6, 10).Add("vector", 9);
        pair.Step();
        using var here = new MemoryStream();
        using var there = new MemoryStream();
        pair.Here.Save(here);
        pair.There.Save(there);
        Assert.Equal(here.ToArray(), there.ToArray());
        pair.Step();
        (here.Position, there.Position) = (0, 0);
        pair.Here.Load(there);
        pair.There.Load(here);
        pair.Step();
        pair.AssertSame(rule);
    }

    /// <summary>A state of rows that is set goes to the device.</summary>
    [Fact]
    public void States_AreWhereTheyWereSet()
    {
        using var pair = new Pair<float>(() => new Adafactor(), specialShare: 0);
        pair.Add("matrix", 3, 4);
        foreach (var optimizer in new[] { pair.Here, pair.There })
        {
            optimizer.Parameters[0].States[0].CopyFrom<double>([0.5, 0.25, 2]);
            optimizer.Parameters[0].States[1][2] = 0.125;
        }

        Assert.True(pair.There.Parameters[0].States[0].IsOnDevice);
        pair.Step();
        pair.AssertSame("after a step");
    }

    /// <summary>Where tensors lie on two devices, whose addresses differ, the processor computes all, and states go back to their devices; where one device has all again, it goes on with them.</summary>
    [Fact]
    public void StatesOnTwoDevices_ComeHereAndGoBack()
    {
        using var pair = new Pair<float>(() => new Adafactor(), specialShare: 0);
        pair.Add("there", 2, 8192 + 70);
        using var otherDevice = new CudaDevice(new MachineDriver(), 0, 0);
        using var between = otherDevice.Allocate<float>(1_000_000);
        float[] weights = [1, 2, 3, 4, 5, 6], gradients = [3, 2, 1, -1, -2, -3];
        pair.Here.Add("other", (float[])weights.Clone(), gradients, [2, 3]);
        pair.There.Add("other", otherDevice.Allocate<float>(weights).Memory, otherDevice.Allocate<float>(gradients).Memory, [2, 3]);
        for (var step = 1; step <= 4; step++)
        {
            pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = step == 3;
            pair.SetGradients();
            pair.Here.Step();
            var before = pair.Driver.Reads;
            pair.There.Step();
            Assert.Equal(step == 3, pair.Driver.Reads == before);
            pair.AssertSame($"step {step}");
        }
    }

    /// <summary>The totals of columns, of up to 32 bands, which are added as one row of the tree.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    public void Bands_HaveTheBitsOfTheProcessor(int bands)
    {
        const int Columns = 5, Stride = 3, Apart = 2;
        var random = new Random(bands);
        var rows = bands * (Reduction.ChunkLength / Columns);
        foreach (var kind in Enum.GetValues<ReductionKind>())
        {
            var here = new ColumnTotals(new MatrixShape(rows, Columns, rows * Columns), 1);
            var spread = new double[bands * Columns * Stride];
            for (var band = 0; band < bands; band++)
            {
                var totals = here.BandOf(0, kind, band);
                for (var column = 0; column < Columns; column++)
                {
                    spread[((band * Columns) + column) * Stride] = totals[column] = column == 3 && kind != ReductionKind.Sum && band % 2 == 0 ? -0.0 : (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(20));
                }
            }

            here.Combine();
            using var device = new KernelDevice(new MachineDriver(), 0, 0);
            var (first, tasks, results) = (device.Allocate(sizeof(double) * spread.Length), device.Allocate(40), device.Allocate(sizeof(double) * Columns * Apart));
            device.Write(first, MemoryMarshal.AsBytes(spread.AsSpan()));
            device.Write(tasks, MemoryMarshal.AsBytes<ulong>(
                [first, results, (Stride * sizeof(double)) | ((ulong)Columns << 32), (uint)bands | ((ulong)(Apart * sizeof(double)) << 32), Columns * Stride * sizeof(double)]));
            device.CombineColumns(kind, tasks, 1);
            var there = new double[Columns * Apart];
            device.Read(results, MemoryMarshal.AsBytes(there.AsSpan()));
            for (var column = 0; column < Columns; column++)
            {
                Assert.Equal(-1, Values<double>.FirstDifference([here[0, column]], [there[column * Apart]]));
            }
        }
    }
}

/// <summary>How many rows there are, and nothing else of them.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
internal sealed partial class RowsAlone
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient) => weight -= LearningRate * gradient / Reduce.Rows;
}
