using Descent.Cuda.Driver;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>A step on a stream of the host program is in order with its work there, and is waited for where somebody needs it. The interpreter runs what is queued as late as may be.</summary>
public sealed class StreamTests
{
    private const nint Stream = 7, OtherStream = 8;

    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(Adafactor))]
    public void Step_HasTheSameBits_OnStreamsInTurn(string rule)
    {
        using var pair = new Pair<float>(() => BuiltInRulesTests.Create(rule), specialShare: 0);
        pair.Add("matrix", 30, 20).Add("vector", 50);
        nint[] streams = [Stream, Stream, OtherStream, 0, Stream];
        foreach (var (index, stream) in streams.Index())
        {
            pair.SetGradients();
            Assert.Equal(pair.Here.Step(), pair.There.Step(pair.Device.WrapStream(stream)).Wait());
            pair.AssertSame($"step {index}");
        }

        pair.Step();
        pair.AssertSame("on the device's own stream");
    }

    /// <summary>Nothing has run when the step returns; what is read through a parameter waits for it.</summary>
    [Fact]
    public void Step_ReturnsWhenItIsQueued()
    {
        using var pair = Simple();
        var step = pair.There.Step(pair.Device.WrapStream(Stream));
        pair.Here.Step();

        Assert.False(step.IsCompleted);
        Assert.Equal(2, step.Result.Updated);
        pair.AssertSame("read");
        Assert.True(step.IsCompleted);
    }

    [Fact]
    public void Wait_RunsTheStepAlone()
    {
        using var pair = Simple();
        var stream = pair.Device.WrapStream(Stream);
        var first = pair.There.Step(stream);
        var second = pair.There.Step(stream);

        Assert.Equal(2, first.Wait().Updated);
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
        second.Wait();
        Assert.True(second.IsCompleted);
    }

    /// <summary>What the host program queued before the step is done before it, and what it queues afterwards is not.</summary>
    [Fact]
    public void HostsOwnWork_IsInOrder()
    {
        using var pair = Simple(specialShare: 0);
        pair.Device.Synchronize();
        ICudaDriver driver = pair.Driver;
        var place = (ulong)pair.Buffers[0].Gradients.Address;
        float[] gradients = [.. Enumerable.Range(0, 40).Select(index => index - 20f)];
        gradients.CopyTo(pair.Here.Parameters[0].Gradients.Span<float>());
        var locked = driver.AllocateLocked(4 * 40);
        System.Runtime.InteropServices.Marshal.Copy(gradients, 0, locked, 40);
        driver.Write(place, locked, 4 * 40, Stream);
        pair.There.Step(pair.Device.WrapStream(Stream));
        driver.Clear(place, 4 * 40, Stream);
        pair.Here.Step();
        pair.Here.Parameters[0].Gradients.Span<float>().Clear();

        driver.Synchronize(Stream);
        pair.AssertSame("the host's own work");
    }

    /// <summary>Reading on the device's own stream does not wait for what the host program queued behind the step.</summary>
    [Fact]
    public void Reading_WaitsForTheStepAlone()
    {
        using var pair = Simple();
        ICudaDriver driver = pair.Driver;
        var step = pair.There.Step(pair.Device.WrapStream(Stream));
        var mark = driver.CreateMark();
        driver.Clear((ulong)pair.Buffers[1].Gradients.Address, 4, Stream);
        driver.SetMark(mark, Stream);

        pair.There.Parameters[0].Weights.ToArray<float>();

        Assert.True(step.IsCompleted);
        Assert.False(driver.IsReached(mark));
    }

    /// <summary>Gradients that are written here after a step was queued do not overtake it.</summary>
    [Fact]
    public void Writing_WaitsForTheStep()
    {
        using var pair = Simple();
        pair.There.Step(pair.Device.WrapStream(Stream));
        pair.Here.Step();
        pair.SetGradients();
        pair.There.Step(pair.Device.WrapStream(OtherStream));
        pair.Here.Step();
        pair.AssertSame("two steps");
    }

    [Fact]
    public void NormAndSkipping_AreKnownWhenTheStepIsQueued()
    {
        using var pair = Simple(options => (options.MaximumGradientNorm, options.NonFiniteGradients) = (1, NonFiniteGradients.SkipStep), specialShare: 0);
        var stream = pair.Device.WrapStream(Stream);
        var step = pair.There.Step(stream);
        var here = pair.Here.Step();

        Assert.False(step.IsCompleted);
        Assert.Equal(here.GradientNorm, step.Result.GradientNorm);
        foreach (var optimizer in new[] { pair.Here, pair.There })
        {
            optimizer.Parameters[1].Gradients[3] = float.NaN;
        }

        var (skipped, hereSkipped) = (pair.There.Step(stream), pair.Here.Step());

        Assert.True(skipped.Result.IsSkipped);
        Assert.Equal((hereSkipped.NonFiniteParameterName, hereSkipped.NonFiniteIndex), (skipped.Result.NonFiniteParameterName, skipped.Result.NonFiniteIndex));
        pair.AssertSame("skipped");
    }

    /// <summary>As many norms are kept as steps may be under way; an older one is refused, and the others are those of their steps.</summary>
    [Fact]
    public void Norms_AreKeptForAsManySteps()
    {
        using var pair = Simple(options => options.MaximumGradientNorm = 1, specialShare: 0);
        var stream = pair.Device.WrapStream(Stream);
        List<(CudaStep There, StepResult Here)> steps = [];
        for (var step = 0; step <= KernelDevice.StepsUnderWay; step++)
        {
            pair.Here.Parameters[0].Gradients[3] = pair.There.Parameters[0].Gradients[3] = step;
            steps.Add((pair.There.Step(stream), pair.Here.Step()));
        }

        Assert.Contains("no longer kept", Assert.Throws<InvalidOperationException>(() => steps[0].There.Result).Message, StringComparison.Ordinal);
        Assert.All(steps.Skip(1), step => Assert.Equal(step.Here, step.There.Result));
        pair.AssertSame("many norms");
    }

    /// <summary>The answer to the event of a step has the norm, though the step is under way.</summary>
    [Fact]
    public void Stepped_TellsTheNorm()
    {
        using var pair = Simple(options => options.MaximumGradientNorm = 1, specialShare: 0);
        double? told = null;
        pair.There.Stepped += (_, result) => told = result.GradientNorm;
        pair.There.Step(pair.Device.WrapStream(Stream));

        Assert.Equal(pair.Here.Step().GradientNorm, told);
    }

    [Fact]
    public void GradientThatIsNotFinite_ThrowsBeforeTheUpdateIsQueued()
    {
        using var pair = Simple(options => options.NonFiniteGradients = NonFiniteGradients.Throw, specialShare: 0);
        pair.There.Parameters[0].Gradients[3] = float.NaN;
        var stream = pair.Device.WrapStream(Stream);

        Assert.Throws<NonFiniteGradientException>(() => pair.There.Step(stream));
        Assert.DoesNotContain(pair.Driver.Launches, launch => launch.Name == "Update_0");
        pair.There.Parameters[0].Gradients[3] = pair.Here.Parameters[0].Gradients[3];
        pair.There.Step(stream);
        pair.Here.Step();
        pair.AssertSame("mended");
    }

    [Fact]
    public void ManySteps_WaitForTheFirstOfThem()
    {
        using var pair = Simple();
        var stream = pair.Device.WrapStream(Stream);
        var first = pair.There.Step(stream);
        pair.Here.Step();
        for (var step = 1; step < KernelDevice.StepsUnderWay; step++)
        {
            pair.There.Step(stream);
            pair.Here.Step();
        }

        Assert.False(first.IsCompleted);
        var last = pair.There.Step(stream);
        pair.Here.Step();
        Assert.True(first.IsCompleted);
        Assert.Equal(2, first.Wait().Updated);
        Assert.False(last.IsCompleted);
        pair.AssertSame("many steps");
    }

    /// <summary>A step inside of another is queued where it says, and the other goes on where it was.</summary>
    [Fact]
    public void StepInsideOfAStep()
    {
        using var pair = Simple();
        using var inner = new Sgd();
        using var weights = pair.Device.Allocate<float>([1f, 2f]);
        using var gradients = pair.Device.Allocate<float>([1f, 1f]);
        inner.Add("inner", weights.Memory, gradients.Memory);
        pair.There.Stepping += (_, _) => inner.Step(pair.Device.WrapStream(OtherStream));
        var step = pair.There.Step(pair.Device.WrapStream(Stream));
        pair.Here.Step();

        step.Wait();
        Assert.Equal(1, inner.Parameters[0].StepCount);
        pair.AssertSame("outer");
        Assert.True(weights.ToArray()[0] < 1);
    }

    [Fact]
    public void Refusals_SayWhy()
    {
        using var pair = Simple();
        using var other = new CudaDevice(new MachineDriver(), 0, 0);
        using var mixed = new Sgd();
        using var weights = pair.Device.Allocate<float>(10);
        mixed.Add("there", weights.Memory);
        mixed.Add("here", new float[10], new float[10]);
        var stream = pair.Device.WrapStream(Stream);

        Assert.Equal(
            "Parameter 'here' lies in memory of this processor, and the stream is of the interpreter: a step on a stream is over parameters that all lie on its device.",
            Assert.Throws<InvalidOperationException>(() => mixed.Step(stream)).Message);
        Assert.StartsWith("Parameter 'first' lies on another device", Assert.Throws<InvalidOperationException>(() => pair.There.Step(other.WrapStream(Stream))).Message, StringComparison.Ordinal);
        Assert.StartsWith("The stream is of no device", Assert.Throws<InvalidOperationException>(() => pair.There.Step(default(CudaStream))).Message, StringComparison.Ordinal);
        Assert.StartsWith("It is the handle of no step", Assert.Throws<InvalidOperationException>(() => default(CudaStep).Wait()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => default(CudaStep).Result);
        Assert.Throws<InvalidOperationException>(() => default(CudaStep).IsCompleted);
        Assert.Equal("no step", default(CudaStep).ToString());
        Assert.Throws<ArgumentNullException>(() => CudaSteps.Step(null!, stream));
        Assert.Empty(pair.Driver.Launches);
        Assert.Equal(0, pair.There.Parameters[0].StepCount);
    }

    [Fact]
    public void StreamThatTheDriverRefuses_ChangesNothing()
    {
        using var pair = Simple();
        pair.Driver.Fails = call => call == "mark";

        Assert.Throws<CudaException>(() => pair.There.Step(pair.Device.WrapStream(Stream)));

        pair.Driver.Fails = _ => false;
        Assert.Empty(pair.Driver.Launches);
        pair.Step();
        pair.AssertSame("on the device's own stream");
    }

    [Fact]
    public void Disposed_Throws()
    {
        var device = new CudaDevice(new MachineDriver(), 0, 0);
        var stream = device.WrapStream(Stream);
        var optimizer = new Sgd();
        optimizer.Add("weights", device.Allocate<float>(10).Memory, device.Allocate<float>(10).Memory);
        var step = optimizer.Step(stream);
        optimizer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => optimizer.Step(stream));
        step.Wait();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => step.IsCompleted);
        Assert.Throws<ObjectDisposedException>(() => step.Wait());
        Assert.Equal(1, step.Result.Updated);
        Assert.Throws<ObjectDisposedException>(() => device.WrapStream(Stream));
    }

    private static Pair<float> Simple(Action<OptimizerOptions>? set = null, double specialShare = 0.1)
    {
        var pair = new Pair<float>(() => new AdamW(), specialShare: specialShare);
        set?.Invoke(pair.Here.Options);
        set?.Invoke(pair.There.Options);
        pair.Add("first", 40).Add("second", 300);
        pair.SetGradients();
        return pair;
    }
}
