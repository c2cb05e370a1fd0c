using Descent.CompilerServices;

namespace Descent;

/// <content>Gradients of some rows, as an embedding has them.</content>
public abstract partial class Parameter
{
    /// <summary>
    /// The rows whose gradients are bound, as <see cref="BindGradients{T}(Memory{T}, ReadOnlyMemory{int})"/> says; <see langword="null"/> where gradients are
    /// of all weights.
    /// </summary>
    public ReadOnlyMemory<int>? GradientRows => Memory.Rows;

    /// <summary>
    /// Binds the gradients of some rows, such as those of the words of a batch: every step updates these rows alone, to the bits of a step that has
    /// all gradients, at a cost that goes with their number. The other rows keep their weights and their state, bit by bit: a momentum does not
    /// move them, and no weight decay pulls at them. The step number is the parameter's.
    /// </summary>
    /// <typeparam name="T">The type of the gradients: that of the weights, or for weights of 32 bits and fewer any other of <see cref="float"/>, <see cref="Half"/> and <see cref="BFloat16"/>.</typeparam>
    /// <param name="gradients">The gradients of the rows, one row after the other: as many values as rows times columns.</param>
    /// <param name="rows">
    /// Their numbers along the first dimension, ascending, each once; none at all is a step in which only the number goes on. They are read by every step,
    /// and checked as a whole before anything is written, so that both memories may be filled anew for the next.
    /// </param>
    /// <remarks>
    /// Norms of all gradients take those of the other rows for 0, to the bit. <see cref="Gradients"/> are those of the rows, in their order, and an index of a
    /// gradient that is not finite is one among them. Inputs of the rule are of all weights, and statistics
    /// (<see cref="OptimizerOptions.CollectStatistics"/>) cannot be collected.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The rows do not ascend, the parameter does not have them, or has one dimension, the number of gradients or their type does not fit, or they overlap the
    /// weights of a parameter of the optimizer.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="NotSupportedException">
    /// A step of some rows would not be that of all: the rule adds up over the tensor, its columns or the optimizer, has states of these or operations on whole
    /// matrices, or moves weights before their gradients, or states are in blocks of 8 bits. What it adds up within each row is no hindrance.
    /// </exception>
    public void BindGradients<T>(Memory<T> gradients, ReadOnlyMemory<int> rows)
        where T : unmanaged => BindRows<T>(gradients, rows, isReadOnly: false);

    /// <inheritdoc cref="BindGradients{T}(Memory{T}, ReadOnlyMemory{int})"/>
    public void BindGradients<T>(T[] gradients, int[] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(rows);
        BindRows<T>(gradients.AsMemory(), rows, isReadOnly: false);
    }

    /// <summary>
    /// Binds gradients of some rows that may not be written: <see cref="Optimizer.ClearGradients"/> and steps with
    /// <see cref="OptimizerOptions.ClearGradientsAfterStep"/> refuse them.
    /// </summary>
    /// <inheritdoc cref="BindGradients{T}(Memory{T}, ReadOnlyMemory{int})"/>
    public void BindGradients<T>(ReadOnlyMemory<T> gradients, ReadOnlyMemory<int> rows)
        where T : unmanaged => BindRows(gradients, rows, isReadOnly: true);

    /// <summary>The number of values in a row: the product of all dimensions but the first.</summary>
    internal int RowLength => _shape[0] == 0 ? 0 : (int)(State.TensorLength / _shape[0]);

    /// <summary>The number of rows, of a rank's share those that it has.</summary>
    private nint RowCount => State.Shard is null ? _shape[0] : Length / Math.Max(1, RowLength);

    /// <summary>The weight that a gradient is of: where gradients are of some rows, they lie one row after the other.</summary>
    internal long WeightOfGradient(int index)
        => Memory.Rows is { } rows ? ((long)rows.Span[index / RowLength] * RowLength) + (index % RowLength) : index;

    /// <summary>Throws if the rows that are bound are no rows to step in by now.</summary>
    /// <returns>The number of their weights.</returns>
    internal int RequireRows()
    {
        string? fault;
        try
        {
            fault = Guard.FaultOf(Memory.Rows!.Value.Span, RowCount, Name);
        }
        catch (Exception exception)
        {
            throw Unreachable(exception);
        }

        return fault is null ? Memory.GradientLength : throw new InvalidOperationException(fault);
    }

    /// <summary>Binds the gradients of some rows of a rank's share of a tensor, which is of whole rows, counted from its first.</summary>
    internal void BindShardRows<T>(Memory<T> gradients, ReadOnlyMemory<int> rows)
        where T : unmanaged => Bind<T>(gradients, isReadOnly: false, rows);

    private void BindRows<T>(ReadOnlyMemory<T> gradients, ReadOnlyMemory<int> rows, bool isReadOnly)
        where T : unmanaged
    {
        State.RefuseRowGradients();
        if (_shape.Length < 2)
        {
            throw new ArgumentException($"Parameter '{Name}' has one dimension, and so no rows: add it with the shape of a matrix.", nameof(rows));
        }

        if (Guard.FaultOf(rows.Span, _shape[0], Name) is { } fault)
        {
            throw new ArgumentException(fault, nameof(rows));
        }

        if (gradients.Length != (long)rows.Length * RowLength)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of parameter '{Name}' have {(long)rows.Length * RowLength} gradients, {RowLength} each, but {gradients.Length} were given.",
                nameof(gradients));
        }

        Bind(gradients, isReadOnly, rows);
        State.Standing.IsForeign |= Guard.IsForeign(rows);
    }
}
