using Descent.CompilerServices;

namespace Descent.Distributed;

/// <content>Gradients of some rows, as an embedding has them.</content>
public sealed partial class ShardedOptimizer
{
    /// <summary>
    /// Binds the gradients of some rows of a tensor, such as those of the words of a micro-batch, as
    /// <see cref="Parameter.BindGradients{T}(ReadOnlyMemory{T}, ReadOnlyMemory{int})"/> does on one machine. Each micro-batch has rows of its own: bind them before each
    /// <see cref="TakeGradients"/>, or fill the memory anew. A step updates the rows that some micro-batch of some rank has; no others go over the wire, neither gradients nor weights.
    /// All ranks bind, or none.
    /// </summary>
    /// <typeparam name="T">Their type: that of the weights, or for weights of 32 bits and fewer any other of <see cref="float"/>, <see cref="Half"/> and <see cref="BFloat16"/>.</typeparam>
    /// <param name="name">The tensor's name.</param>
    /// <param name="gradients">The gradients of the rows, one row after the other: as many values as rows times columns.</param>
    /// <param name="rows">Their numbers along the first dimension, ascending, each once; there may be none.</param>
    /// <remarks>
    /// Where some micro-batches have a row, those of the others count as 0: a row has the bits of a step with all gradients. Bind them before the tensors are shared out, so that
    /// shares are of whole rows.
    /// </remarks>
    /// <exception cref="ArgumentException">The rows do not ascend, the tensor does not have them, or has one dimension, or the number of gradients or their type does not fit.</exception>
    /// <exception cref="InvalidOperationException">Some micro-batches of the step have been taken with gradients of all weights; or the tensors are shared out, and not at whole rows.</exception>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    /// <exception cref="NotSupportedException">A step of some rows would not be that of all, as the rule adds up over the tensor, its columns or the optimizer, or moves weights before
    /// their gradients.</exception>
    /// <exception cref="ObjectDisposedException">This is disposed.</exception>
    public void BindGradients<T>(string name, T[] gradients, int[] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(rows);
        BindGradients<T>(name, gradients.AsMemory(), rows.AsMemory());
    }

    /// <inheritdoc cref="BindGradients{T}(string, T[], int[])"/>
    public void BindGradients<T>(string name, ReadOnlyMemory<T> gradients, ReadOnlyMemory<int> rows)
        where T : unmanaged
    {
        var tensor = Find(name);
        if (!tensor.HasRowGradients)
        {
            RefuseWhileTaking();
            RefuseRowsOf(tensor, nameof(rows));
        }

        if (Guard.FaultOf(rows.Span, tensor.Shape[0], name) is { } fault)
        {
            throw new ArgumentException(fault, nameof(rows));
        }

        if (gradients.Length != (long)rows.Length * tensor.Columns)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of parameter '{name}' have {(long)rows.Length * tensor.Columns} gradients, {tensor.Columns} each, but {gradients.Length} were given.", nameof(gradients));
        }

        if (tensor is not IBindsGradients binds || !binds.Accepts(typeof(T)))
        {
            throw TypeRefusal<T>(tensor, nameof(gradients));
        }

        RefuseOverWeights(tensor, gradients);
        binds.Bind(gradients, rows);
    }

    private void RefuseRowsOf(ShardedTensor tensor, string rows)
    {
        if (tensor.Shape.Length < 2)
        {
            throw new ArgumentException($"Parameter '{tensor.Name}' has one dimension, and so no rows: add it with the shape of a matrix.", rows);
        }

        if (tensor.RowRefusalBy(Optimizer) is { } refusal)
        {
            throw new NotSupportedException(refusal);
        }

        if (_isShared && !tensor.IsCutAtRows())
        {
            throw new InvalidOperationException(
                $"The tensors are shared out already, and '{tensor.Name}' is not cut at whole rows: bind gradients of some rows once before {nameof(Share)}() and the first step.");
        }
    }
}
