using Descent.Cuda.Driver;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>What cannot be done says why, before anything is written.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly MachineDriver _driver = new();
    private readonly CudaDevice _device;

    public RefusalTests() => _device = new(_driver, 0, 0);

    [Fact]
    public void RuleThatDidNotOptIn()
    {
        using var weights = _device.Allocate<float>(10);
        using var rule = new OnThisProcessor();

        var refusal = Assert.Throws<NotSupportedException>(() => rule.Add("weights", weights.Memory));

        Assert.Equal("OnThisProcessor was not compiled for the interpreter: its author opts in with [Optimizer(Targets = ComputeTargets.Cuda)], where the rule keeps its bits there.", refusal.Message);
        Assert.Empty(rule.Parameters);
    }

    [Fact]
    public void FunctionsOfDoubles()
    {
        using var weights = _device.Allocate<double>(10);
        using var narrow = _device.Allocate<Half>(10);
        using var rule = new MadGrad();

        var refusal = Assert.Throws<NotSupportedException>(() => rule.Add("weights", weights.Memory));

        Assert.StartsWith("MadGrad computes Cbrt of each weight, which the interpreter computes for weights of float, Half and BFloat16", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(rule.Parameters);
        rule.Add("weights", narrow.Memory);
    }

    [Fact]
    public void GradientsElsewhere()
    {
        using var weights = _device.Allocate<float>(10);
        using var adam = new Adam();

        Assert.Contains("in memory of this processor", Assert.Throws<ArgumentException>(() => adam.Add("weights", weights.Memory, new float[10])).Message, StringComparison.Ordinal);
        Assert.Contains("on the interpreter", Assert.Throws<ArgumentException>(() => adam.Add("others", new float[10], weights.Memory)).Message, StringComparison.Ordinal);
        Assert.Empty(adam.Parameters);
    }

    [Fact]
    public void InputsElsewhere()
    {
        using var weights = _device.Allocate<float>(10);
        using var sophia = new SophiaG();
        var parameter = sophia.Add("weights", weights.Memory);

        var refusal = Assert.Throws<ArgumentException>(() => parameter.BindInput(parameter.Inputs[0].Name, new float[10]));

        Assert.Contains("lie in memory of this processor, and the weights on the interpreter", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("on the interpreter, and the weights in memory", Assert.Throws<ArgumentException>(() => sophia.Add("others", new float[10]).BindInput<float>(parameter.Inputs[0].Name, weights.Memory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InputsThatAreNotBound()
    {
        using var weights = _device.Allocate<float>(10);
        using var sophia = new SophiaG();
        sophia.Add("weights", weights.Memory, _device.Allocate<float>(10).Memory);

        Assert.StartsWith("The rule reads the input", Assert.Throws<InvalidOperationException>(() => sophia.Step()).Message, StringComparison.Ordinal);
        Assert.Empty(_driver.Launches);
    }

    [Fact]
    public void GradientsOfAnotherTypeOrLength_OrOverTheWeights()
    {
        using var weights = _device.Allocate<float>(10);
        using var longer = _device.Allocate<float>(11);
        using var adam = new Adam();
        var parameter = adam.Add("weights", weights.Memory);

        Assert.Throws<ArgumentException>(() => parameter.BindGradients(longer.Memory));
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => parameter.BindGradients(weights.Memory)).Message, StringComparison.Ordinal);
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => adam.Add("again", weights.Memory[3..])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModuleThatIsNotCompiled_NamesTheRule()
    {
        using var pair = new Pair<float>(() => new Adam());
        pair.Add("weights", 10);
        pair.Driver.Fails = call => call == "load";

        var incomplete = Assert.Throws<IncompleteStepException>(() => pair.There.Step());

        Assert.StartsWith("Adam: NVIDIA's driver could not load", Assert.IsType<CudaException>(incomplete.InnerException).Message, StringComparison.Ordinal);
        pair.Driver.Fails = _ => false;
        pair.There.ResolveIncompleteStep(IncompleteStepResolution.Restored);
        pair.There.Step();
        pair.Here.Step();
        pair.AssertSame("after the failure");
    }

    [Fact]
    public void DeviceThatIsNotThere()
    {
        Assert.Equal("There is 1 device, numbered from 0. (Parameter 'ordinal')\nActual value was 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new CudaDevice(_driver, 1, 0)).Message.ReplaceLineEndings("\n"));
        Assert.Equal("no driver", Assert.Throws<PlatformNotSupportedException>(() => new CudaDevice(new MachineDriver { WhyUnavailable = "no driver" }, 0, 0)).Message);
    }

    /// <summary>Where there is no driver, the reason says so; where there is one, it opens.</summary>
    [Fact]
    public void Availability_IsTold()
    {
        if (CudaDevice.IsAvailable)
        {
            Assert.True(CudaDevice.Count > 0);
            return;
        }

        Assert.Equal(0, CudaDevice.Count);
        Assert.Equal(CudaDevice.WhyUnavailable, Assert.Throws<PlatformNotSupportedException>(() => new CudaDevice()).Message);
        Assert.Contains("NVIDIA's driver", CudaDevice.WhyUnavailable, StringComparison.Ordinal);
        Assert.NotNull(CudaFunctions.Names);
    }

    [Fact]
    public void BuffersOfOtherLengths()
    {
        using var buffer = _device.Allocate<double>(10);

        Assert.Throws<ArgumentException>(() => buffer.CopyFrom(new double[9]));
        Assert.Throws<ArgumentException>(() => buffer.CopyTo(new double[9]));
        Assert.Throws<ArgumentException>(() => _device.Wrap<double>(12, 1));
        Assert.Throws<ArgumentException>(() => _device.Wrap<double>(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _device.Allocate<double>(-1));
        Assert.Throws<NotSupportedException>(() => _device.Allocate<int>(1));
    }

    public void Dispose() => _device.Dispose();
}

/// <summary>A rule whose author did not opt in.</summary>
[Optimizer]
public sealed partial class OnThisProcessor
{
    [Update]
    private static void Update(ref double weight, double gradient) => weight -= 0.1 * gradient;
}
