using System.Numerics;

namespace Descent;

/// <summary>
/// A state by its name: as many values as a parameter has weights, or one value for a tensor or for the whole optimizer.
/// </summary>
public abstract class StateView
{
    private protected StateView(StateSchema schema) => Schema = schema;

    /// <summary>What one value of it belongs to, and what it starts with.</summary>
    public StateSchema Schema { get; }

    /// <summary>The name of its property.</summary>
    public string Name => Schema.Name;

    /// <summary>The number of values.</summary>
    public abstract int Length { get; }

    /// <summary>The type of its values.</summary>
    public abstract Type ElementType { get; }

    /// <summary>The one value for the tensor or the optimizer.</summary>
    /// <exception cref="InvalidOperationException">There is one for each weight.</exception>
    public virtual double Value
    {
        get => throw NotOne();
        set => throw NotOne();
    }

    /// <summary>The values for each weight, to read and to write.</summary>
    /// <typeparam name="T">The type that <see cref="ElementType"/> says.</typeparam>
    /// <returns>The values.</returns>
    /// <exception cref="InvalidOperationException">There is one value only, or the values are of another type.</exception>
    public virtual Span<T> Span<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => throw new InvalidOperationException($"The state {Name} is one value, not one for each weight: read Value.");

    private InvalidOperationException NotOne() => new($"The state {Name} has {Length} values, one for each weight: read its Span.");
}

/// <summary>A state with one value for each weight.</summary>
internal sealed class StateOfWeights<TElement>(StateSchema schema, OptimizerState state, int index) : StateView(schema)
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public override int Length => state.Length;

    public override Type ElementType => typeof(TElement);

    public override Span<T> Span<T>() => typeof(T) == typeof(TElement)
        ? state.MemoryAt(index).Values<T>(Length)
        : throw new InvalidOperationException($"The state {Name} is of {typeof(TElement)}, not of {typeof(T)}.");
}

/// <summary>A state with one value.</summary>
internal sealed class SingleState(StateSchema schema, Func<double> get, Action<double> set) : StateView(schema)
{
    public override int Length => 1;

    public override Type ElementType => typeof(double);

    public override double Value
    {
        get => get();
        set => set(value);
    }
}
