using System.Buffers;
using System.Numerics.Tensors;

namespace Descent.Tensors.Tests;

/// <summary>Tensors of .NET are stepped in place, with their shape, to the bits that arrays are; others are refused before anything has changed.</summary>
public sealed class TensorParametersTests
{
    [Fact]
    public void Step_gives_the_bits_that_it_gives_over_arrays()
    {
        float[] values = [1, -2, 3, -4, 5, -6], slopes = [0.1f, 0.2f, -0.3f, 0.4f, -0.5f, 0.6f];
        var (array, weights) = ((float[])values.Clone(), Tensor.Create((float[])values.Clone(), [2, 3]));
        var gradients = Tensor.Create((float[])slopes.Clone(), [2, 3]);
        using AdafactorPyTorch optimizer = new(), twin = new();
        var parameter = optimizer.Add("matrix", weights, gradients);
        twin.Add("matrix", array, slopes, [2, 3]);
        Assert.Equal([2, 3], parameter.Shape.ToArray());
        for (var step = 0; step < 5; step++)
        {
            optimizer.Step();
            twin.Step();
            GC.Collect();
        }

        Assert.Equal(array, weights.ToArray());
        Assert.Equal(5, parameter.StepCount);
    }

    [Fact]
    public void Slice_of_whole_rows_is_stepped_where_it_lies()
    {
        double[] values = [1, 1, 1, 1, 1, 1];
        var all = Tensor.Create(values, [3, 2]);
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Add("rows", all.Slice([new NRange(1, 3), NRange.All]), Tensor.Create<double>([1, 2, 3, 4], [2, 2]));
        optimizer.Step();
        Assert.Equal([1, 1, 0, -1, -2, -3], values);
    }

    [Fact]
    public void Gradients_of_other_types_and_later_ones_are_bound()
    {
        var weights = Tensor.Create([(Half)1, (Half)1], [2]);
        using var optimizer = new Sgd { LearningRate = 1 };
        var parameter = optimizer.Add("weights", weights);
        Assert.False(parameter.HasGradients);
        parameter.BindGradients(Tensor.Create([0.5f, 2f], [2]));
        optimizer.Step();
        Assert.Equal([(Half)0.5f, (Half)(-1f)], weights.ToArray());
    }

    [Fact]
    public void Tensor_that_does_not_lie_in_one_piece_is_refused()
    {
        var matrix = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [2, 3]);
        using var optimizer = new Sgd();
        var refusal = Assert.Throws<ArgumentException>("weights", () => optimizer.Add("column", matrix.Slice([NRange.All, new NRange(0, 2)])));
        Assert.Contains("strides [3, 1]", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("weights", () => optimizer.Add("transposed", Tensor.Create(new float[6], [3, 2], [1, 3])));
        Assert.Throws<ArgumentException>("gradients", () => optimizer.Add("shape", matrix, Tensor.Create(new float[6], [3, 2])));
        Assert.Empty(optimizer.Parameters);
        optimizer.Add("matrix", matrix);
        Assert.Throws<ArgumentException>("gradients", () => optimizer["matrix"].BindGradients(matrix));
        Assert.Throws<ArgumentException>(() => optimizer.Add("again", matrix));
    }

    [Fact]
    public void Tensor_without_values_keeps_its_shape()
    {
        using var optimizer = new Sgd();
        var parameter = optimizer.Add("nothing", Tensor.CreateFromShape<float>([3, 0]), Tensor.CreateFromShape<float>([3, 0]));
        optimizer.Add("row", Tensor.CreateFromShape<float>([1, 5]), Tensor.CreateFromShape<float>([1, 5]));
        Assert.Equal([3, 0], parameter.Shape.ToArray());
        Assert.Equal(2, optimizer.Step().Updated);
    }

    [Fact]
    public void Step_allocates_nothing()
    {
        using var optimizer = new AdamW();
        optimizer.Options.MaxDegreeOfParallelism = 1;
        optimizer.Add("matrix", Tensor.CreateFromShape<float>([20, 30]), Tensor.CreateFromShape<float>([20, 30]));
        var least = long.MaxValue;
        for (var step = 0; step < 20; step++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            optimizer.Step();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
