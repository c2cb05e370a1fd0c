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

    private InvalidOperationException NotOne() => new($"The state {Name} has {Length} values, one for each {Schema.Per.ToString().ToLowerInvariant()}: read its Span.");
}

/// <summary>A state with one value for each weight, row or column.</summary>
internal sealed class StateInMemory(StateSchema schema, Type elementType, nint length, OptimizerState state, int index) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => elementType;

    internal override MemoryRegion Region => state.MemoryAt(index);
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
