using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch.Tests;

/// <summary>Weights and gradients that tests give to two optimizers alike: magnitudes from 1e-3 to 10, and some zeros.</summary>
internal sealed class Sequence(int weights, int seed)
{
    /// <summary>Where a difference counts as relative to the weight, and not to this.</summary>
    private const double Floor = 0.01;

    /// <summary>The weights that both begin with.</summary>
    public double[] First { get; } = Numbers(weights, seed);

    /// <summary>The gradients of a step.</summary>
    public double[] Gradients(int step) => Numbers(weights, unchecked((seed * 7919) + step));

    /// <summary>A parameter with the first weights.</summary>
    public TorchParameter Parameter(ScalarType type, params long[] shape)
    {
        using var values = tensor(First, dtype: type);
        return new(values.reshape(shape.Length == 0 ? [weights] : shape).clone());
    }

    /// <summary>Gives a parameter the gradients of a step.</summary>
    public void Give(TorchParameter parameter, int step)
    {
        using var values = tensor(Gradients(step), dtype: parameter.dtype);
        using var shaped = values.reshape(parameter.shape);
        parameter.grad = shaped;
    }

    /// <summary>The largest difference of two tensors, relative to what differs.</summary>
    public static double Difference(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var (one, other) = (first.detach().to(ScalarType.Float64), second.detach().to(ScalarType.Float64));
        return ((one - other).abs() / one.abs().maximum(other.abs()).clamp_min(Floor)).max().item<double>();
    }

    /// <summary>The bits of a tensor's values, in the order of its memory.</summary>
    public static byte[] Bits(Tensor tensor)
    {
        using var detached = tensor.detach();
        using var flat = detached.as_strided([tensor.numel()], [1]);
        return flat.bytes.ToArray();
    }

    private static double[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        var numbers = new double[count];
        for (var index = 0; index < count; index++)
        {
            numbers[index] = random.Next(20) == 0 ? 0 : Math.Pow(10, (4 * random.NextDouble()) - 3) * (random.Next(2) == 0 ? 1 : -1);
        }

        return numbers;
    }
}
