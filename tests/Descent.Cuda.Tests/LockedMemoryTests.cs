using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Copies to a device: what is copied may change at once, and nothing waits as long as there is room.</summary>
public sealed class LockedMemoryTests : IDisposable
{
    private readonly MachineDriver _driver = new();
    private readonly CudaDevice _device;

    public LockedMemoryTests() => _device = new(_driver, 0, 0);

    /// <summary>More than is locked, so that what is queued first has to be done before the last is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData((LockedMemory.Bytes / sizeof(float) / 4) - 1)]
    [InlineData((LockedMemory.Bytes / sizeof(float) * 5 / 2) + 3)]
    public void Source_MayChangeAtOnce(int length)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(index => (float)index)];
        float[] copied = [.. values];
        using var buffer = _device.Allocate<float>(values);

        values.AsSpan().Clear();

        Assert.Equal(copied, buffer.ToArray());
    }

    /// <summary>More copies than may be under way, of lengths that do not fit into what is left at the end.</summary>
    [Fact]
    public void ManyCopies_AreAllThere()
    {
        const int Copies = 3000;
        int[] lengths = [.. Enumerable.Range(0, Copies).Select(index => index % 10 == 0 ? 5000 : 1 + (index % 7))];
        var buffers = lengths.Select((length, index) => _device.Allocate<float>([.. Enumerable.Range(0, length).Select(place => (float)(index + place))])).ToList();

        for (var index = 0; index < Copies; index++)
        {
            Assert.Equal(Enumerable.Range(0, lengths[index]).Select(place => (float)(index + place)), buffers[index].ToArray());
        }
    }

    [Fact]
    public void Copy_WaitsForNothing()
    {
        using var buffer = _device.Allocate<float>(new float[10]);
        var mark = _driver.CreateMark();
        _driver.SetMark(mark, 0);

        buffer.CopyFrom(new float[10]);

        Assert.False(_driver.IsReached(mark));
    }

    public void Dispose() => _device.Dispose();
}
