using System.Buffers;
using Descent.Cuda;
using Descent.Cuda.Tests.Machine;
using Descent.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>
/// Tensors on a device, which is the interpreter of what is written for GPUs: it takes the memory of TorchSharp's tensors for its own, and the optimizer is told that they lie there.
/// </summary>
public sealed class DeviceTests : IDisposable
{
    private readonly MachineDriver _driver = new();
    private readonly KernelDevice _device;

    public DeviceTests() => _device = new(_driver, 0, stream: 0);

    public static TheoryData<ScalarType> Types => [ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16];

    public void Dispose() => _device.Dispose();

    [TorchTheory, MemberData(nameof(Types))]
    public void Steps_have_the_bits_of_the_processor(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (there, here) = (new[] { Parameter(type, 120, 1), Parameter(type, 33, 2) }, new[] { Parameter(type, 120, 1), Parameter(type, 33, 2) });
        using var optimizer = OnDevice(there, new AdamW { LearningRate = 0.1 });
        using var twin = DescentOptimizer.For(here, new AdamW { LearningRate = 0.1 });
        optimizer.Options.MaximumGradientNorm = twin.Options.MaximumGradientNorm = 2;
        for (var step = 1; step <= 6; step++)
        {
            // Gradients lie elsewhere at each step, and one of them is sometimes not there.
            Give(there[0], 1, step);
            Give(here[0], 1, step);
            there[1].grad = here[1].grad = null;
            if (step % 3 != 0)
            {
                Give(there[1], 2, step);
                Give(here[1], 2, step);
            }

            optimizer.step();
            twin.step();
            _device.Synchronize();
            Assert.Equal(Sequence.Bits(here[0]), Sequence.Bits(there[0]));
            Assert.Equal(Sequence.Bits(here[1]), Sequence.Bits(there[1]));
        }

        Assert.NotEmpty(_driver.Launches);
        Assert.Equal([6, 4], optimizer.Group.Parameters.Select(parameter => parameter.StepCount));
    }

    [TorchFact]
    public void Runs_go_on_elsewhere()
    {
        using var scope = NewDisposeScope();
        var (there, here) = (Parameter(ScalarType.Float32, 70, 3), Parameter(ScalarType.Float32, 70, 3));
        using var optimizer = OnDevice([there], new NAdam());
        Give(there, 3, 1);
        optimizer.step();
        using (no_grad())
        {
            _device.Synchronize();
            here.copy_(there);
        }

        using var resumed = DescentOptimizer.For([here], new NAdam());
        resumed.load_state_dict(optimizer.state_dict());
        for (var step = 2; step <= 4; step++)
        {
            Give(there, 3, step);
            Give(here, 3, step);
            optimizer.step();
            resumed.step();
        }

        _device.Synchronize();
        Assert.Equal(Sequence.Bits(here), Sequence.Bits(there));
    }

    [TorchFact]
    public void Gradients_are_set_to_zero_there()
    {
        using var scope = NewDisposeScope();
        var weights = Parameter(ScalarType.Float32, 40, 4);
        using var optimizer = OnDevice([weights], new Sgd());
        Give(weights, 4, 1);
        optimizer.zero_grad();
        _device.Synchronize();
        Assert.All(Sequence.Bits(weights.grad!), value => Assert.Equal(0, value));

        Give(weights, 4, 2);
        optimizer.Options.ClearGradientsAfterStep = true;
        optimizer.step();
        _device.Synchronize();
        Assert.All(Sequence.Bits(weights.grad!), value => Assert.Equal(0, value));
    }

    [TorchFact]
    public void Weights_that_moved_are_refused()
    {
        using var scope = NewDisposeScope();
        var weights = Parameter(ScalarType.Float32, 40, 5);
        using var optimizer = OnDevice([weights], new Sgd());
        Give(weights, 5, 1);
        using (no_grad())
        {
            weights.set_(ones(40));
        }

        Assert.Contains("where it lay", Assert.Throws<InvalidOperationException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Empty(_driver.Launches);
    }

    [TorchFact]
    public void Rules_of_whole_matrices_are_refused()
    {
        using var scope = NewDisposeScope();
        var weights = Adopted(new TorchParameter(rand(4, 4)));
        var refusal = Assert.Throws<NotSupportedException>(() => OnDevice([weights], new Descent.Matrices.Muon()));
        Assert.Contains("Muon", refusal.Message, StringComparison.Ordinal);
    }

    [TorchFact]
    public void Package_of_devices_is_found_by_its_name()
    {
        Assert.True(Reach.OpensDevices);
        var refusal = Assert.Throws<NotSupportedException>(() => DescentOptimizer.For([new TorchParameter(zeros(3, device: new Device(DeviceType.META)))], new Sgd()));
        Assert.Contains("Descent.Cuda", refusal.Message, StringComparison.Ordinal);
    }

    private DescentOptimizer OnDevice(TorchParameter[] parameters, RuleOptimizer rule)
        => DescentOptimizer.For([DescentParamGroup.For(parameters, rule)], new Reach(EntryPoints.Loaded, (_, _) => _device));

    private TorchParameter Parameter(ScalarType type, int length, int seed) => Adopted(new TorchParameter(tensor(new Sequence(length, seed).First, dtype: type)));

    private void Give(TorchParameter parameter, int seed, int step)
        => parameter.grad = Adopted(tensor(new Sequence((int)parameter.numel(), seed).Gradients(step), dtype: parameter.dtype));

    /// <summary>A tensor whose memory is the device's as well; it stays until the end of the test.</summary>
    private T Adopted<T>(T values)
        where T : Tensor
    {
        var memory = new TensorBytes(values.detach());
        _driver.Memory.Adopt((ulong)memory.Address, memory.Memory);
        return values;
    }

    private sealed unsafe class TensorBytes(Tensor tensor) : MemoryManager<byte>
    {
        private readonly int _length = (int)(tensor.numel() * tensor.ElementSize);

        public nint Address { get; } = PublicTensor.AddressOf(tensor);

        public override Span<byte> GetSpan() => new((void*)Address, _length);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
