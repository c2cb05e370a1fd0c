using System.Runtime.InteropServices;
using Descent.Cuda.Driver;

namespace Descent.Cuda.Tests;

/// <summary>The side of this processor allocates nothing in a step, once the first ones have made room.</summary>
public sealed class AllocationTests
{
    private const int Steps = 20;

    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Sgld))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(Prodigy))]
    [InlineData(nameof(NAdam))]
    [InlineData(nameof(MadGrad))]
    [InlineData(nameof(Came))]
    [InlineData(nameof(AdamPByRows))]
    public void Step_AllocatesNothing(string rule) => Measure(() => BuiltInRulesTests.Create(rule));

    [Fact]
    public void Step_ThatClipsAndClears_AllocatesNothing()
        => Measure(() => new AdamW { Options = { MaximumGradientNorm = 1, ClearGradientsAfterStep = true, GradientScale = 0.5, NonFiniteGradients = NonFiniteGradients.SkipStep } });

    [Fact]
    public void Step_OfSixteenBits_AllocatesNothing()
        => Measure(() => new Adam { Storage = { States = StateStorage.BFloat16, RoundsStatesByChance = true } });

    [Fact]
    public void Step_OfEightBits_AllocatesNothing()
        => Measure(() => new Adam { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } });

    [Fact]
    public void Step_OnAStream_AllocatesNothing()
        => Measure(() => new AdamW { Options = { MaximumGradientNorm = 1 } }, (optimizer, device) => optimizer.Step(device.WrapStream(7)).Wait());

    [Fact]
    public void Step_OfAGraph_AllocatesNothing()
    {
        CudaGraph? graph = null;
        Measure(() => new Lamb(), (optimizer, device) => (graph ??= optimizer.Capture(device.WrapStream(7))).Step().Result);
        Assert.Equal(1, graph!.Captures);
    }

    /// <summary>Other rows in each step, of which some follow one another.</summary>
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(AdamMini))]
    public void Step_OfRows_AllocatesNothing(string rule)
    {
        int[][] lists = [[0, 2, 4, 6], [3, 4, 5, 9], [0, 1, 2, 3], [1, 2, 8, 9]];
        var (step, rows) = (0, new int[4]);
        Measure(Create, (optimizer, device) =>
        {
            lists[step++ % lists.Length].CopyTo(rows, 0);
            for (var index = 0; step == 1 && index < optimizer.Parameters.Count; index++)
            {
                optimizer.Parameters[index].BindGradients(device.Allocate<float>(rows.Length * optimizer.Parameters[index].RowLength).Memory, rows);
            }

            return optimizer.Step();
        });

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            optimizer.Options.MaximumGradientNorm = 1;
            return optimizer;
        }
    }

    private static void Measure(Func<RuleOptimizer> create, Func<Optimizer, CudaDevice, StepResult>? stepOnce = null)
    {
        stepOnce ??= (optimizer, _) => optimizer.Step();
        using var device = new CudaDevice(new IdleDriver(), 0, 0);
        using var optimizer = create();
        for (var index = 0; index < 12; index++)
        {
            optimizer.Add($"tensor{index}", device.Allocate<float>(10 * (1 + (100 * index))).Memory, device.Allocate<float>(10 * (1 + (100 * index))).Memory, [10, 1 + (100 * index)]);
        }

        for (var step = 0; step < 5; step++)
        {
            stepOnce(optimizer, device);
        }

        // A collection that another test causes counts what is left of the room that this thread has.
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < Steps; step++)
            {
                stepOnce(optimizer, device);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    /// <summary>A driver that does nothing, and allocates nothing.</summary>
    private sealed class IdleDriver : ICudaDriver
    {
        private ulong _next = 256;
        private byte[]? _locked;

        public string? WhyUnavailable => null;

        public int CountDevices() => 1;

        public string NameOf(int ordinal) => "idle";

        public nint RetainContext(int ordinal) => 1;

        public void ReleaseContext(int ordinal)
        {
        }

        public void Use(nint context)
        {
        }

        public ulong Allocate(nuint bytes) => (_next += ((ulong)bytes + 511) / 256 * 256) - (((ulong)bytes + 511) / 256 * 256);

        public void Free(ulong address)
        {
        }

        public void Read(ulong address, Span<byte> destination, nint stream) => destination.Clear();

        public nint AllocateLocked(nuint bytes)
        {
            _locked = GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
            return Marshal.UnsafeAddrOfPinnedArrayElement(_locked, 0);
        }

        public void FreeLocked(nint memory) => _locked = null;

        public void Write(ulong address, nint source, nuint bytes, nint stream)
        {
        }

        public void Copy(ulong source, ulong destination, nuint bytes, nint stream)
        {
        }

        public void Clear(ulong address, nuint bytes, nint stream)
        {
        }

        public nint Load(string text) => 1;

        public void Unload(nint module)
        {
        }

        public nint FindEntry(nint module, string name) => 1;

        public void Launch(nint entry, uint blocks, uint threads, LaunchParameters parameters, nint stream)
        {
        }

        public void Synchronize(nint stream)
        {
        }

        public nint CreateMark() => 1;

        public void FreeMark(nint mark)
        {
        }

        public void SetMark(nint mark, nint stream)
        {
        }

        public void QueueWait(nint mark, nint stream)
        {
        }

        public bool IsReached(nint mark) => true;

        public void Await(nint mark)
        {
        }

        public nint CreateStream() => 1;

        public void FreeStream(nint stream)
        {
        }

        public void BeginCapture(nint stream)
        {
        }

        public nint EndCapture(nint stream) => 1;

        public void LaunchGraph(nint graph, nint stream)
        {
        }

        public void FreeGraph(nint graph)
        {
        }
    }
}
