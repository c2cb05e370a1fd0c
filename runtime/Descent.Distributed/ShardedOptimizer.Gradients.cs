using Descent.CompilerServices;

namespace Descent.Distributed;

/// <content>Its gradients: bound, and let go of.</content>
public sealed partial class ShardedOptimizer
{
    /// <summary>Binds the gradients of a tensor, of which every micro-batch is taken from here until others are bound. All ranks bind, or none.</summary>
    /// <typeparam name="T">Their type: that of the weights, or for weights of 32 bits and fewer any other of <see cref="float"/>, <see cref="Half"/> and <see cref="BFloat16"/>.</typeparam>
    /// <param name="name">The tensor's name.</param>
    /// <param name="gradients">One for each weight.</param>
    /// <exception cref="ArgumentException">The length or the type does not fit, or the gradients overlap weights.</exception>
    /// <exception cref="InvalidOperationException">Some micro-batches of the step have been taken.</exception>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void BindGradients<T>(string name, T[] gradients)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(gradients);
        BindGradients<T>(name, gradients.AsMemory());
    }

    /// <inheritdoc cref="BindGradients{T}(string, T[])"/>
    public void BindGradients<T>(string name, ReadOnlyMemory<T> gradients)
        where T : unmanaged
    {
        var tensor = Find(name);
        RefuseLength(name, tensor.Length, gradients.Length);
        RefuseWhileTaking();
        RefuseOverWeights(tensor, gradients);
        if (tensor is IBindsGradients binds && binds.Accepts(typeof(T)))
        {
            binds.Bind(gradients, rows: null);
            return;
        }

        throw TypeRefusal<T>(tensor, nameof(gradients));
    }

    /// <summary>Lets go of the gradients of a tensor: steps leave it alone until others are bound. All ranks do, or none.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="InvalidOperationException">Some micro-batches of the step have been taken.</exception>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void UnbindGradients(string name)
    {
        var tensor = (IBindsGradients)Find(name);
        RefuseWhileTaking();
        tensor.Unbind();
    }

    private static void RefuseLength(string name, int weights, int gradients)
    {
        if (weights != gradients)
        {
            throw new ArgumentException($"Parameter '{name}' has {weights} weights, but {gradients} gradients were given.", nameof(gradients));
        }
    }

    /// <summary>Throws if gradients lie where weights do: those of a bucket would be written before others are read.</summary>
    private void RefuseOverWeights<T>(ShardedTensor tensor, ReadOnlyMemory<T> gradients)
        where T : unmanaged
    {
        if ((tensor.LiesOver(MemoryRegion.Of(gradients)) ? tensor : OwnerOf(gradients)) is { } owner)
        {
            throw new ArgumentException(
                $"The gradients of parameter '{tensor.Name}' overlap the weights of parameter '{owner.Name}': a step that writes the one would change the other.", nameof(gradients));
        }
    }

    private static ArgumentException TypeRefusal<T>(ShardedTensor tensor, string argument)
        => new($"Parameter '{tensor.Name}' has weights of {TensorView.NameOf(tensor.ElementType)}, which take no gradients of {TensorView.NameOf(typeof(T))}.", argument);

    private void RefuseWhileTaking()
    {
        if (_taken > 0 || _tensors.Exists(tensor => tensor.AreGiven))
        {
            throw new InvalidOperationException($"{_taken} micro-batches of the step have been taken{(_taken > 0 ? "" : ", and gradients of another given away")}: gradients are bound and let go of before the first.");
        }
    }
}
