using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent;

/// <summary>
/// One tensor of weights that an <see cref="Optimizer"/> updates, and the handle to its gradients and state. Made by
/// <see cref="Optimizer.Add{T}(string, Memory{T}, ReadOnlyMemory{T}, ReadOnlySpan{int})"/>.
/// </summary>
public abstract class Parameter
{
    private readonly int[] _shape;

    private protected Parameter(string name, int length, ReadOnlySpan<int> shape)
    {
        Name = name;
        Length = length;
        _shape = shape.IsEmpty ? [length] : shape.ToArray();
    }

    /// <summary>The name it was added under, unique in its optimizer.</summary>
    public string Name { get; }

    /// <summary>The number of weights.</summary>
    public int Length { get; }

    /// <summary>The shape it was added with; one dimension of <see cref="Length"/> unless said.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of updates so far. A skipped step does not count.</summary>
    public int StepCount => State.StepCount;

    /// <summary>A frozen parameter is left alone by every step: its weights, its state and its step count stay as they are.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Whether gradients are there. A parameter without is left alone by every step.</summary>
    public abstract bool HasGradients { get; }

    /// <summary>What the rule remembers about this parameter.</summary>
    public OptimizerState State => GetState();

    private protected abstract OptimizerState GetState();

    internal abstract ReadOnlySpan<byte> WeightBytes { get; }
}

/// <summary>A <see cref="Parameter"/> whose weights are of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Parameter<T> : Parameter
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected Parameter(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape)
        : base(name, weights.Length, shape)
    {
        Weights = weights;
        Gradients = gradients;
    }

    /// <summary>The weights, updated in place by every step.</summary>
    public Memory<T> Weights { get; }

    /// <summary>
    /// The gradients of the loss with respect to the weights, read by every step. May be bound to another buffer at any time; empty
    /// means that there are none.
    /// </summary>
    /// <exception cref="ArgumentException">The length differs from that of the weights, or the gradients overlap the weights.</exception>
    public ReadOnlyMemory<T> Gradients
    {
        get;
        set
        {
            CompilerServices.Guard.Gradients<T>(Weights.Span, value.Span, Name, nameof(Gradients));
            field = value;
        }
    }

    /// <inheritdoc/>
    public override bool HasGradients => Gradients.Length == Length;

    internal override ReadOnlySpan<byte> WeightBytes => MemoryMarshal.AsBytes(Weights.Span);
}

/// <summary>A <see cref="Parameter{T}"/> with the state of one rule.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TState">The rule's generated state class.</typeparam>
public sealed class Parameter<T, TState> : Parameter<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TState : OptimizerState
{
    /// <summary>For generated code; users call <c>Add</c> on the optimizer.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">The gradients; empty for none.</param>
    /// <param name="shape">The shape; empty for one dimension.</param>
    /// <param name="state">The state of these weights.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Parameter(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape, TState state)
        : base(name, weights, gradients, shape) => State = state;

    /// <summary>What the rule remembers about this parameter: one span per state, and the step count.</summary>
    public new TState State { get; }

    private protected override OptimizerState GetState() => State;
}
