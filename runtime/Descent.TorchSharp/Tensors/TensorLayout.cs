using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Descent.Torch.Tensors;

/// <summary>How the values of a tensor lie in memory: one after the other, in some order of the dimensions.</summary>
internal sealed class TensorLayout
{
    private readonly long[] _strides;

    private TensorLayout(Tensor tensor, int length, long[] strides)
    {
        (Type, DeviceType, Length, _strides) = (tensor.dtype, tensor.device_type, length, strides);
        Shape = tensor.shape;
        IsContiguous = tensor.is_contiguous();
    }

    /// <summary>The type of the values.</summary>
    public ScalarType Type { get; }

    /// <summary>Where they lie.</summary>
    public DeviceType DeviceType { get; }

    /// <summary>How many there are.</summary>
    public int Length { get; }

    /// <summary>The dimensions, as TorchSharp counts them.</summary>
    public long[] Shape { get; }

    /// <summary>Whether the last dimension is that of neighbours, and the first that of the farthest.</summary>
    public bool IsContiguous { get; }

    /// <summary>The dimensions in the order in which they lie in memory, the farthest first.</summary>
    public nint[] ShapeInMemory => [.. OrderInMemory.Select(dimension => (nint)Shape[dimension])];

    /// <summary>The numbers of the dimensions in the order in which they lie in memory, the farthest first.</summary>
    public long[] OrderInMemory
        => IsContiguous
            ? [.. Enumerable.Range(0, Shape.Length).Select(dimension => (long)dimension)]
            : [.. Enumerable.Range(0, Shape.Length).OrderByDescending(dimension => _strides[dimension]).Select(dimension => (long)dimension)];

    /// <summary>How many values lie between two neighbours of a dimension.</summary>
    public ReadOnlySpan<long> Strides => _strides;

    /// <summary>The layout of weights, or why they cannot be stepped where they lie.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="tensor">Its tensor.</param>
    /// <exception cref="NotSupportedException">Type or layout is none that a step can take.</exception>
    public static TensorLayout Of(string name, Tensor tensor)
    {
        if (tensor.dtype is not (ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16))
        {
            throw new NotSupportedException($"Parameter '{name}' is of type {tensor.dtype}; weights must be Float32, Float64, Float16 or BFloat16.");
        }

        var strides = StridesOf(name, tensor);
        if (!IsDense(tensor.shape, strides))
        {
            throw new NotSupportedException(
                $"Parameter '{name}' of shape [{string.Join(", ", tensor.shape)}] has the strides [{string.Join(", ", strides)}]: its weights lie in one place several times, or with gaps. "
                + "Make it of tensor.contiguous().");
        }

        var length = tensor.numel();
        return length <= int.MaxValue
            ? new(tensor, (int)length, strides)
            : throw new NotSupportedException($"Parameter '{name}' has {length} weights, and at most {int.MaxValue} can be stepped as one tensor.");
    }

    private static long[] StridesOf(string name, Tensor tensor)
    {
        try
        {
            if (!tensor.is_sparse)
            {
                return tensor.stride();
            }
        }
        catch (ExternalException exception)
        {
            throw new NotSupportedException($"The values of parameter '{name}' do not lie one after the other: {exception.Message}", exception);
        }

        throw new NotSupportedException($"Parameter '{name}' is sparse; its values must lie one after the other.");
    }

    private static bool IsDense(long[] shape, long[] strides)
    {
        var expected = 1L;
        foreach (var (size, stride) in shape.Zip(strides).Where(dimension => dimension.First != 1).OrderBy(dimension => dimension.Second))
        {
            if (stride != expected)
            {
                return false;
            }

            expected *= size;
        }

        return true;
    }
}
