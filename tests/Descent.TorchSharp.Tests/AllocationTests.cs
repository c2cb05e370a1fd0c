using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>A step allocates nothing through the native entry points, and a tensor for each gradient through the public API.</summary>
public sealed class AllocationTests
{
    private const int Tensors = 40;

    public static TheoryData<string> Uses => ["plain", "two threads", "clipping and clearing", "new gradients", "no gradients", "16 bits", "channels last", "zero_grad"];

    [TorchTheory, MemberData(nameof(Uses))]
    public void Step_allocates_nothing(string use)
    {
        using var scope = NewDisposeScope();
        var type = use == "16 bits" ? ScalarType.BFloat16 : ScalarType.Float32;
        var parameters = Enumerable.Range(0, Tensors).Select(_ => Make(type, use == "channels last")).ToArray();
        using var optimizer = DescentOptimizer.For(parameters, new AdamW());
        Assert.True(optimizer.UsesNativeEntryPoints);
        optimizer.Options.MaxDegreeOfParallelism = use == "two threads" ? 2 : 1;
        if (use == "clipping and clearing")
        {
            optimizer.Options.MaximumGradientNorm = 1;
            optimizer.Options.ClearGradientsAfterStep = true;
        }

        var least = long.MaxValue;
        for (var round = 0; round < 40; round++)
        {
            if (use == "new gradients")
            {
                Array.ForEach(parameters, parameter => parameter.grad = ones_like(parameter));
            }

            if (use == "no gradients")
            {
                Array.ForEach(parameters, parameter => parameter.grad = null);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.step();
            if (use == "zero_grad")
            {
                optimizer.zero_grad();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(use == "no gradients" ? 0 : Tensors, optimizer.LastResult.Updated);
    }

    [TorchFact]
    public void Public_api_makes_a_tensor_for_each_gradient()
    {
        using var scope = NewDisposeScope();
        var parameters = Enumerable.Range(0, Tensors).Select(_ => Make(ScalarType.Float32, channelsLast: false)).ToArray();
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For(parameters, new AdamW())], publicApiOnly: true);
        Assert.False(optimizer.UsesNativeEntryPoints);
        long least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // What the documentation says of it: a managed tensor, and what dispose scopes are told of it.
        Assert.InRange(least, Tensors * 48, Tensors * 120);
    }

    [TorchFact]
    public void Both_ways_give_the_same_bits()
    {
        using var scope = NewDisposeScope();
        var sequence = new Sequence(1000, 8);
        var (native, plain) = (sequence.Parameter(ScalarType.Float32), sequence.Parameter(ScalarType.Float32));
        using var first = DescentOptimizer.For([DescentParamGroup.For([native], new NAdam())], publicApiOnly: false);
        using var second = DescentOptimizer.For([DescentParamGroup.For([plain], new NAdam())], publicApiOnly: true);
        for (var step = 1; step <= 10; step++)
        {
            sequence.Give(native, step);
            sequence.Give(plain, step);
            first.step();
            second.step();
        }

        Assert.Equal(Sequence.Bits(native), Sequence.Bits(plain));
    }

    [TorchFact]
    public void Switch_of_the_program_does_without_native_entry_points()
    {
        using var parameter = Make(ScalarType.Float32, channelsLast: false);
        AppContext.SetSwitch("Descent.Torch.PublicApiOnly", true);
        try
        {
            using var optimizer = DescentOptimizer.For([parameter], new Sgd());
            Assert.False(optimizer.UsesNativeEntryPoints);
        }
        finally
        {
            AppContext.SetSwitch("Descent.Torch.PublicApiOnly", false);
        }
    }

    private static TorchParameter Make(ScalarType type, bool channelsLast)
    {
        var values = channelsLast ? ones(2, 3, 4, 5, dtype: type).permute(0, 3, 1, 2) : ones(24, 5, dtype: type);
        var parameter = new TorchParameter(values);
        parameter.grad = ones_like(parameter);
        return parameter;
    }
}
