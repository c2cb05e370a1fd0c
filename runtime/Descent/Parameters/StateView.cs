using System.ComponentModel;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// A state by its name: as many values as a parameter has weights, rows or columns, or one value for a tensor or for the whole optimizer.
/// </summary>
public abstract class StateView : TensorView
{
    private protected StateView(StateSchema schema)
        : base(schema.Name) => Schema = schema;

    /// <summary>What one value of it belongs to, and what it starts with.</summary>
    public StateSchema Schema { get; }

    /// <summary>The one value for the tensor or the optimizer.</summary>
    /// <exception cref="InvalidOperationException">There is one for each weight, row or column.</exception>
    public virtual double Value
    {
        get => throw NotOne();
        set => throw NotOne();
    }

    /// <summary>How it is kept between steps.</summary>
    public virtual StateStorage Storage => StateStorage.Native;

    /// <summary>How its values lie where they are not as loops read and write them.</summary>
    internal virtual StoredLayout? Layout => null;

    /// <summary>
    /// For generated code: the values as the rule's method in <see cref="double"/> reads and writes them: in place, or a decoded copy, which <see cref="Encode"/>
    /// puts back.
    /// </summary>
    /// <returns>The values.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Span<double> Decode() => Storage == StateStorage.Native ? Span<double>() : ToArray<double>();

    /// <summary>For generated code: puts back what <see cref="Decode"/> gave, each value rounded once.</summary>
    /// <param name="values">The values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Encode(ReadOnlySpan<double> values)
    {
        if (Storage != StateStorage.Native)
        {
            CopyFrom(values);
        }
    }

    private InvalidOperationException NotOne() => new($"The state {Name} has {Length} values, one for each {Schema.Per.ToString().ToLowerInvariant()}: read its Span.");
}

/// <summary>A state with one value for each row or column, or a square matrix.</summary>
internal sealed class StateInMemory(StateSchema schema, Type elementType, nint length, OptimizerState state, int index) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => elementType;

    internal override MemoryRegion Region => state.MemoryAt(index);
}

/// <summary>A state with one value for each weight, which may be kept in fewer bits.</summary>
internal sealed class StateOfWeights(StateSchema schema, Type arithmeticType, nint length, OptimizerState state, int index) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => Layout?.ElementType ?? arithmeticType;

    public override StateStorage Storage => Layout?.Storage ?? StateStorage.Native;

    public override long Bytes => Region.Buffer.Bytes;

    internal override MemoryRegion Region => state.MemoryAt(index);

    internal override StoredLayout? Layout => Region.Buffer.Layout;

    internal override void Read<T>(int start, Span<T> values)
    {
        if (Layout is not { IsInBlocks: true } layout)
        {
            base.Read(start, values);
            return;
        }

        Span<T> block = stackalloc T[BlockCode.BlockLength];
        for (var done = 0; done < values.Length;)
        {
            var (first, count) = layout.BlockOf(start + done, (int)length);
            Region.Buffer.Decode(first, block[..count]);
            var given = block[(start + done - first)..count];
            given = given[..Math.Min(given.Length, values.Length - done)];
            given.CopyTo(values[done..]);
            done += given.Length;
        }
    }

    internal override void Write<T>(int start, ReadOnlySpan<T> values)
    {
        if (Layout is not { IsInBlocks: true } layout)
        {
            base.Write(start, values);
            return;
        }

        Span<T> block = stackalloc T[BlockCode.BlockLength];
        for (var done = 0; done < values.Length;)
        {
            var (first, count) = layout.BlockOf(start + done, (int)length);
            var taken = Math.Min(first + count - (start + done), values.Length - done);
            Region.Buffer.Decode(first, block[..count]);
            values.Slice(done, taken).CopyTo(block[(start + done - first)..]);
            Region.Buffer.Encode<T>(first, block[..count]);
            done += taken;
        }
    }
}

/// <summary>A state with one value.</summary>
internal sealed class SingleState(StateSchema schema, Func<double> get, Action<double> set) : StateView(schema)
{
    public override nint Length => 1;

    public override Type ElementType => typeof(double);

    public override double Value
    {
        get => get();
        set => set(value);
    }

    public override string ToString() => FormattableString.Invariant($"{Name}: {Value:G6}");

    internal override MemoryRegion Region => throw new InvalidOperationException($"The state {Name} is one value, not one for each weight: read Value.");
}
