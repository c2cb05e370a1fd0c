using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Parameters here and there: in one optimizer, over memory of others, moved from one to the other, saved and loaded.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly MachineDriver _driver = new();
    private readonly CudaDevice _device;
    private readonly Values<float> _values = new(3);

    public PlacesTests() => _device = new(_driver, 0, 0);

    [Fact]
    public void OneOptimizer_StepsBoth()
    {
        float[] weights = _values.Next(100), gradients = _values.Next(100);
        float[] here = [.. weights];
        using var adam = new AdamW();
        using var there = _device.Allocate<float>(weights);
        using var gradientsThere = _device.Allocate<float>(gradients);
        adam.Add("here", here, gradients);
        adam.Add("there", there.Memory, gradientsThere.Memory);

        Assert.Equal(2, adam.Step().Updated);
        Assert.Equal(2, adam.Step().Updated);

        Assert.Equal(-1, Values<float>.FirstDifference(here, there.ToArray()));
        Assert.True(Values<float>.FirstDifference(weights, here) >= 0);
    }

    /// <summary>Values are copied on the device behind a step that writes them, and nothing waits.</summary>
    [Fact]
    public void Copy_OnTheDevice_HasTheNewValues()
    {
        using var weights = _device.Allocate<float>(_values.Next(64));
        using var gradients = _device.Allocate<float>(_values.Next(64));
        using var copy = _device.Allocate<float>(64);
        using var sgd = new Sgd { LearningRate = 0.5 };
        sgd.Add("weights", weights.Memory, gradients.Memory);
        var reads = _driver.Reads;
        sgd.Step();
        weights.CopyTo(copy);
        Assert.Equal(reads, _driver.Reads);
        Assert.Equal(-1, Values<float>.FirstDifference(weights.ToArray(), copy.ToArray()));
    }

    [Fact]
    public void Copy_ThatDoesNotFit_IsRefused()
    {
        using var values = _device.Allocate<float>(64);
        using var shorter = _device.Allocate<float>(63);
        using var beside = _device.Wrap<float>(values.Address + sizeof(float), 64);
        using var other = new CudaDevice(_driver, 0, 0);
        using var elsewhere = other.Allocate<float>(64);
        Assert.Contains("has 64 values, and there is room for 63", Assert.Throws<ArgumentException>(() => values.CopyTo(shorter)).Message);
        Assert.Contains("overlaps", Assert.Throws<ArgumentException>(() => values.CopyTo(beside)).Message);
        Assert.Contains("on another device", Assert.Throws<ArgumentException>(() => values.CopyTo(elsewhere)).Message);
        Assert.Throws<ArgumentNullException>(() => values.CopyTo((CudaBuffer<float>)null!));
    }

    [Fact]
    public void MemoryOfOthers_IsUpdatedWhereItLies()
    {
        var weights = _values.Next(64);
        using var owner = _device.Allocate<float>(weights);
        using var gradients = _device.Allocate<float>(_values.Next(64));
        using var part = _device.Wrap<float>(owner.Address + (8 * sizeof(float)), 16);
        using var sgd = new Sgd { LearningRate = 0.5 };
        sgd.Add("part", part.Memory, gradients.Memory[..16]);
        sgd.Step();

        var after = owner.ToArray();
        Assert.Equal(-1, Values<float>.FirstDifference(weights.AsSpan(0, 8), after.AsSpan(0, 8)));
        Assert.Equal(-1, Values<float>.FirstDifference(weights.AsSpan(24), after.AsSpan(24)));
        Assert.True(Values<float>.FirstDifference(weights.AsSpan(8, 16), after.AsSpan(8, 16)) >= 0);
        part.Dispose();
        Assert.Equal(64, owner.ToArray().Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Checkpoint_SavedOnOne_GoesOnOnTheOther(bool savesThere)
    {
        using var pair = new Pair<float>(() => new NAdam());
        pair.Add("first", 300).Add("second", 7);
        pair.Step();
        pair.Step();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        try
        {
            var (from, to) = savesThere ? (pair.There, pair.Here) : (pair.Here, pair.There);
            from.Save(path);
            SpoilStates(to);
            to.Load(path);
            pair.AssertSame("loaded");
            pair.Step();
            pair.AssertSame("after a step");
        }
        finally
        {
            File.Delete(path);
        }

        static void SpoilStates(RuleOptimizer optimizer)
        {
            foreach (var parameter in optimizer.Parameters)
            {
                parameter.Weights[0] = 12345;
                parameter.States.First(state => state.Schema.Per == Per.Weight)[0] = 54321;
                parameter.State.StepCount = 77;
            }
        }
    }

    [Fact]
    public void Checkpoint_HasTheSameBytes_WhereverItWasSaved()
    {
        using var pair = new Pair<double>(() => new Adam());
        pair.Add("first", 300);
        pair.Step();
        string[] paths = [Path.GetTempFileName(), Path.GetTempFileName()];
        try
        {
            pair.Here.Save(paths[0]);
            pair.There.Save(paths[1]);
            Assert.Equal(File.ReadAllBytes(paths[0]), File.ReadAllBytes(paths[1]));
        }
        finally
        {
            Array.ForEach(paths, File.Delete);
        }
    }

    [Fact]
    public void Views_CopyAndConvert()
    {
        using var weights = _device.Allocate<float>([1, 2, 3]);
        using var adam = new Adam();
        var parameter = adam.Add("weights", weights.Memory);
        parameter.State.FirstMoment[1] = 0.25;
        double[] other = [0.5, 1.5, 2.5];
        parameter.State.SecondMoment.CopyFrom<double>(other);

        Assert.Equal([0, 0.25, 0], parameter.State.FirstMoment.ToArray<double>());
        Assert.Equal(other, parameter.State.SecondMoment.ToArray<double>());
        Assert.Equal("SecondMoment: float[3] 0.5, 1.5, 2.5", parameter.State.SecondMoment.ToString());
        Assert.Equal(1, adam.Step().MissingGradients);
        Assert.Equal("weights: float[3], step 0, no gradients", parameter.ToString());
        Assert.Equal(24, parameter.StateBytes);
        Assert.Contains("on the interpreter", Assert.Throws<InvalidOperationException>(() => parameter.Weights.Span<float>()[0]).Message, StringComparison.Ordinal);
        Assert.Contains("on the interpreter", Assert.Throws<InvalidOperationException>(() => weights.Memory.Span[0]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void States_GoBackWithTheirParameter()
    {
        using var weights = _device.Allocate<float>(10);

        // Besides, the device keeps what all steps share.
        var before = _driver.Memory.Count + 1;
        Step();
        for (var attempt = 0; attempt < 10 && _driver.Memory.Count > before; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(before, _driver.Memory.Count);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Step()
        {
            using var gradients = _device.Allocate<float>(10);
            using var adam = new Adam();
            adam.Add("weights", weights.Memory, gradients.Memory);
            adam.Step();
        }
    }

    public void Dispose() => _device.Dispose();
}
