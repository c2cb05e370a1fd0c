using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Letting go of a device, and of what lies there.</summary>
public sealed class LettingGoTests
{
    private readonly MachineDriver _driver = new();

    /// <summary>Where a loop has failed, the driver answers every call with that, and memory that nobody refers to is freed by the thread of finalizers.</summary>
    [Fact]
    public void AfterALoopHasFailed_ThrowsNothing()
    {
        var device = new CudaDevice(_driver, 0, 0);
        var (buffer, graph) = (device.Allocate<float>(10), Step(device));
        _driver.Fails = _ => true;

        buffer.Dispose();
        graph.Dispose();
        device.Dispose();

        Assert.Throws<ObjectDisposedException>(() => device.Allocate<float>(1));
    }

    /// <summary>Another library of the process may have retained the context as well, which stays then, with all that is in it.</summary>
    [Fact]
    public void Device_LeavesNothingInTheContext()
    {
        var device = new CudaDevice(_driver, 0, 0);
        var (buffer, graph) = (device.Allocate<float>(10), Step(device));

        device.Dispose();

        Assert.Equal((0, 0, 0, 0, 0), (_driver.Memory.Count, _driver.LoadedModules, _driver.Graphs, _driver.Marks, _driver.Locked));
        Assert.NotEqual(0, _driver.Modules);
        buffer.Dispose();
        graph.Dispose();
    }

    /// <summary>Queues a step of everything as a graph.</summary>
    private static CudaGraph Step(CudaDevice device)
    {
        var optimizer = new AdamW { Options = { MaximumGradientNorm = 1 } };
        optimizer.Add("weights", device.Allocate<float>(10).Memory, device.Allocate<float>(10).Memory);
        var graph = optimizer.Capture(device.WrapStream(7));
        graph.Step();
        return graph;
    }
}
