using System.Numerics.Tensors;

namespace Descent;

/// <summary>Tensors of .NET as weights and gradients of parameters, where they lie.</summary>
public static class TensorParameters
{
    /// <summary>Adds a tensor of weights, with its shape, and allocates its state.</summary>
    /// <typeparam name="T">The type of the weights: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="optimizer">The optimizer, or a group that gives each parameter to one of its optimizers.</param>
    /// <param name="name">A name of its own in this optimizer, such as <c>"layer1.weight"</c>.</param>
    /// <param name="weights">The weights, updated in place by every step.</param>
    /// <param name="gradients">The gradients, of the same shape; <see langword="null"/> if they are bound later.</param>
    /// <returns>The parameter.</returns>
    /// <exception cref="ArgumentException">A tensor is not dense with the last dimension that of neighbours, shapes differ, the name is taken, or memory overlaps.</exception>
    /// <exception cref="ArgumentNullException">The optimizer, the name or the weights are <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is another type.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public static Parameter Add<T>(this Optimizer optimizer, string name, Tensor<T> weights, Tensor<T>? gradients = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(weights);
        var memory = MemoryOf(weights, nameof(weights));
        return optimizer.Add(name, memory, gradients is null ? default : MemoryOf(gradients, weights.Lengths, nameof(gradients)), weights.Lengths);
    }

    /// <summary>Binds the gradients, which every step reads from this tensor until others are bound.</summary>
    /// <typeparam name="T">The type of the gradients: that of the weights, or for weights of 32 bits and fewer any other of <see cref="float"/>, <see cref="Half"/> and <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradients">The gradients, of the shape of the parameter.</param>
    /// <exception cref="ArgumentException">The tensor is not dense with the last dimension that of neighbours, its shape or type does not fit, or it overlaps weights.</exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public static void BindGradients<T>(this Parameter parameter, Tensor<T> gradients)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ArgumentNullException.ThrowIfNull(gradients);
        parameter.BindGradients(MemoryOf(gradients, parameter.Shape, nameof(gradients)));
    }

    private static Memory<T> MemoryOf<T>(Tensor<T> tensor, ReadOnlySpan<nint> shape, string argument)
        where T : unmanaged
        => tensor.Lengths.SequenceEqual(shape)
            ? MemoryOf(tensor, argument)
            : throw new ArgumentException($"The tensor has the shape [{Text(tensor.Lengths)}], and the weights have [{Text(shape)}].", argument);

    private static Memory<T> MemoryOf<T>(Tensor<T> tensor, string argument)
        where T : unmanaged
    {
        if (tensor.FlattenedLength == 0)
        {
            // Its strides are 0, whatever its shape.
            return Memory<T>.Empty;
        }

        nint expected = 1;
        for (var dimension = tensor.Rank - 1; dimension >= 0; dimension--)
        {
            if (tensor.Lengths[dimension] != 1 && tensor.Strides[dimension] != expected)
            {
                throw new ArgumentException(
                    $"The tensor of shape [{Text(tensor.Lengths)}] has the strides [{Text(tensor.Strides)}]: its values must lie one after the other, the last dimension that of neighbours.", argument);
            }

            expected *= tensor.Lengths[dimension];
        }

        return tensor.FlattenedLength <= int.MaxValue
            ? new TensorBlock<T>(tensor).Memory
            : throw new ArgumentException($"The tensor has {tensor.FlattenedLength} values, and at most {int.MaxValue} can be stepped as one.", argument);
    }

    private static string Text(ReadOnlySpan<nint> sizes) => string.Join(", ", sizes.ToArray());
}
