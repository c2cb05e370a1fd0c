using System.Runtime.InteropServices;
using Descent.Matrices;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Tensors of every type and layout that is taken, in place; and all others refused before anything is written.</summary>
public sealed class LayoutTests
{
    public static TheoryData<ScalarType, string, bool> Places
    {
        get
        {
            TheoryData<ScalarType, string, bool> places = [];
            foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Float16, ScalarType.BFloat16 })
            {
                foreach (var layout in new[] { "contiguous", "transposed", "channels last" })
                {
                    places.Add(type, layout, false);
                    places.Add(type, layout, true);
                }
            }

            return places;
        }
    }

    [TorchTheory, MemberData(nameof(Places))]
    public void Weights_are_stepped_where_they_lie(ScalarType type, string layout, bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var sequence = new Sequence(120, 4);
        var weights = new TorchParameter(Lay(tensor(sequence.First, dtype: type), layout));
        var address = weights.detach().as_strided([1], [1]).bytes.Length;
        Assert.Equal(weights.ElementSize, address);
        var rule = new AdamW { LearningRate = 0.1 };
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([weights], rule)], publicApiOnly);
        using var twin = new AdamW { LearningRate = 0.1 };
        var (memory, gradients) = (Sequence.Bits(weights), new byte[weights.numel() * weights.ElementSize]);
        Add(twin, type, memory, gradients);
        for (var step = 1; step <= 5; step++)
        {
            var gradient = Lay(tensor(sequence.Gradients(step), dtype: type), layout);
            weights.grad = gradient;
            Sequence.Bits(gradient).CopyTo(gradients, 0);
            optimizer.step();
            twin.Step();
            Assert.Equal(memory, Sequence.Bits(weights));
        }

        Assert.Equal(5, optimizer.Group.Parameters[0].StepCount);
    }

    /// <summary>A tensor may begin in the middle of memory that others have a part of.</summary>
    [TorchTheory, InlineData(false), InlineData(true)]
    public void Slice_in_another_order_is_stepped_where_it_lies(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var (memory, gradients) = (zeros(3, 20), arange(60, ScalarType.Float32).reshape(3, 20));
        var weights = new TorchParameter(memory[1].reshape(4, 5).t().detach());
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([weights], new Sgd { LearningRate = 1 })], publicApiOnly);
        weights.grad = gradients[2].reshape(4, 5).t();
        optimizer.step();
        Assert.Equal([.. new float[20], .. Enumerable.Range(40, 20).Select(value => (float)-value), .. new float[20]], memory.data<float>().ToArray());
        optimizer.zero_grad();
        Assert.Equal([.. Enumerable.Range(0, 40).Select(value => (float)value), .. new float[20]], gradients.data<float>().ToArray());
    }

    [TorchFact]
    public void Gradients_of_autograd_lie_as_their_weights()
    {
        using var scope = NewDisposeScope();
        var weights = new TorchParameter(randn(5, 3).t());
        var kernel = new TorchParameter(Lay(randn(120), "channels last"));
        using var optimizer = DescentOptimizer.For([weights, kernel], new Sgd { LearningRate = 1 });
        var before = (weights.detach().clone(), kernel.detach().clone());
        ((weights * weights).sum() + (kernel * kernel).sum()).backward();
        optimizer.step();
        Assert.True(weights.detach().allclose(-before.Item1));
        Assert.True(kernel.detach().allclose(-before.Item2));
    }

    [TorchFact]
    public void Null_new_and_hand_made_gradients_are_as_in_TorchSharp()
    {
        using var scope = NewDisposeScope();
        var (first, second, scalar, empty) = (new TorchParameter(ones(3)), new TorchParameter(ones(2), requires_grad: false), new TorchParameter(ones([])), new TorchParameter(ones(0)));
        using var optimizer = DescentOptimizer.For([first, second, scalar, empty], new Sgd { LearningRate = 1 });
        optimizer.step();
        Assert.Equal((0, 3), (optimizer.LastResult.Updated, optimizer.LastResult.MissingGradients));
        second.grad = ones(2);
        scalar.grad = ones([]);
        optimizer.step();
        Assert.Equal((2, 1), (optimizer.LastResult.Updated, optimizer.LastResult.MissingGradients));
        Assert.Equal([0f, 0f], second.data<float>().ToArray());
        Assert.Equal(0f, scalar.item<float>());
        Assert.Equal([1f, 1f, 1f], first.data<float>().ToArray());
        second.grad = null;
        (first * 2).sum().backward();
        optimizer.step();
        Assert.Equal([-1f, -1f, -1f], first.data<float>().ToArray());
        Assert.Equal([0f, 0f], second.data<float>().ToArray());
        optimizer.zero_grad();
        Assert.Equal([0f, 0f, 0f], first.grad!.data<float>().ToArray());
        optimizer.zero_grad(set_to_none: true);
        Assert.Null(first.grad);
    }

    [TorchFact]
    public void Weights_that_cannot_be_stepped_in_place_are_refused()
    {
        using var scope = NewDisposeScope();
        Refused("Int32", () => new TorchParameter(ones(3, dtype: ScalarType.Int32), requires_grad: false));
        Refused("ComplexFloat32", () => new TorchParameter(ones(3, dtype: ScalarType.ComplexFloat32)));
        Refused("several times", () => new TorchParameter(ones(1).expand(3)));
        Refused("several times", () => new TorchParameter(ones(5).as_strided([3, 2], [1, 1])));
        Refused("gaps", () => new TorchParameter(ones(6).as_strided([3], [2])));
        Refused("sparse", () => new TorchParameter(ones(3, 3).to_sparse()));
        Refused("meta", () => new TorchParameter(ones(3, device: torch.META)));
        using (inference_mode())
        {
            using var made = ones(3);
            var inference = new TorchParameter(made, requires_grad: false);
            Assert.NotNull(inference);
        }

        static void Refused(string reason, Func<TorchParameter> make)
        {
            var rule = new Sgd();
            var sound = new TorchParameter(ones(3));
            var refusal = Assert.Throws<NotSupportedException>(() => DescentOptimizer.For([sound, make()], rule));
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("'1'", refusal.Message, StringComparison.Ordinal);
            Assert.Empty(rule.Parameters);
        }
    }

    [TorchTheory, InlineData(false), InlineData(true)]
    public void Gradients_that_do_not_lie_as_their_weights_are_refused_before_anything_is_written(bool publicApiOnly)
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new TorchParameter(ones(4, 3)), new TorchParameter(ones(4, 3)));
        using var optimizer = DescentOptimizer.For([DescentParamGroup.For([first, second], new Sgd { LearningRate = 1 })], publicApiOnly);
        first.grad = ones(4, 3);
        Refused<NotSupportedException>("strides [1, 4]", ones(3, 4).t());
        Refused<NotSupportedException>("strides [0, 0]", ones(1, 1).expand(4, 3));
        Refused<NotSupportedException>("shape [3, 4]", ones(3, 4));
        Refused<NotSupportedException>("shape [12]", ones(12));
        Refused<NotSupportedException>("shape [1, 4, 3]", ones(1, 4, 3));
        Refused<NotSupportedException>("sparse", ones(4, 3).to_sparse());
        Refused<InvalidOperationException>("overlaps the weights of parameter '0'", first.detach());
        Refused<InvalidOperationException>("overlaps the weights of parameter '1'", second.detach());
        optimizer.Options.ClearGradientsAfterStep = true;
        Refused<InvalidOperationException>("share gradients", first.grad);
        optimizer.Options.ClearGradientsAfterStep = false;
        second.grad = first.grad;
        optimizer.step();
        Assert.Equal(2, optimizer.LastResult.Updated);

        void Refused<TException>(string reason, Tensor gradient)
            where TException : Exception
        {
            second.grad = gradient;
            var refusal = Assert.Throws<TException>(() => optimizer.step());
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
            Assert.True(first.detach().eq(1).all().item<bool>());
            CheckForErrors();
        }
    }

    [TorchFact]
    public void Tensors_that_share_memory_are_refused()
    {
        using var scope = NewDisposeScope();
        var values = ones(6);
        Assert.Throws<ArgumentException>(() => DescentOptimizer.For([new TorchParameter(values[..4].detach()), new TorchParameter(values[2..].detach())], new Sgd()));
        var (first, second) = (new Sgd(), new Sgd());
        Assert.Throws<ArgumentException>(() => DescentOptimizer.For(
            DescentParamGroup.For([new TorchParameter(values[..4].detach())], first), DescentParamGroup.For([new TorchParameter(values[2..].detach())], second)));
        Assert.Empty(first.Parameters);
        Assert.Empty(second.Parameters);
    }

    [TorchFact]
    public void Rule_of_rows_and_columns_takes_contiguous_tensors_alone()
    {
        using var scope = NewDisposeScope();
        foreach (var rule in new RuleOptimizer[] { new Muon(), new Adafactor(), new Shampoo() })
        {
            var refusal = Assert.Throws<NotSupportedException>(() => DescentOptimizer.For([new TorchParameter(ones(4, 3).t())], rule));
            Assert.Contains("contiguous", refusal.Message, StringComparison.Ordinal);
        }
    }

    [TorchFact]
    public void Tensor_that_is_gone_or_another_is_refused()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (new TorchParameter(ones(3)), new TorchParameter(ones(3)));
        using var optimizer = DescentOptimizer.For([first, second], new Sgd { LearningRate = 1 });
        first.grad = ones(3);
        using (no_grad())
        {
            second.unsqueeze_(0);
        }

        second.sum().backward();
        Assert.Contains("shape [1, 3]", Assert.Throws<NotSupportedException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        second.Dispose();
        Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Throws<InvalidOperationException>(() => optimizer.Group.Parameters[1].Weights[0]);
        Assert.Equal([1f, 1f, 1f], first.data<float>().ToArray());
    }

    /// <summary>120 values in the shape [5, 4, 3, 2], of which two dimensions, or the channels, lie otherwise.</summary>
    private static Tensor Lay(Tensor values, string layout) => layout switch
    {
        "transposed" => values.reshape(4, 5, 3, 2).transpose(0, 1),
        "channels last" => values.reshape(5, 3, 2, 4).permute(0, 3, 1, 2),
        _ => values.reshape(5, 4, 3, 2).clone(),
    };

    private static void Add(Optimizer optimizer, ScalarType type, byte[] weights, byte[] gradients)
    {
        switch (type)
        {
            case ScalarType.Float32:
                optimizer.Add("0", Over<float>(weights), Over<float>(gradients));
                break;
            case ScalarType.Float64:
                optimizer.Add("0", Over<double>(weights), Over<double>(gradients));
                break;
            case ScalarType.Float16:
                optimizer.Add("0", Over<Half>(weights), Over<Half>(gradients));
                break;
            default:
                optimizer.Add("0", Over<BFloat16>(weights), Over<BFloat16>(gradients));
                break;
        }

        static Memory<T> Over<T>(byte[] bytes)
            where T : unmanaged => new Cast<T>(bytes).Memory;
    }

    private sealed class Cast<T>(byte[] bytes) : System.Buffers.MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => MemoryMarshal.Cast<byte, T>(bytes.AsSpan());

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
