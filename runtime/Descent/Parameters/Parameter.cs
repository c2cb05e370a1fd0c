using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// One tensor of weights that an <see cref="Optimizer"/> updates, and the handle to its gradients and state. Made by
/// <see cref="Optimizer.Add{T}(string, Memory{T}, ReadOnlyMemory{T}, ReadOnlySpan{int})"/>.
/// </summary>
public abstract class Parameter
{
    private readonly int[] _shape;
    private NormTerm[]? _scan;
    private ChunkStatistics? _statistics;

    private protected Parameter(string name, int length, ReadOnlySpan<int> shape, OptimizerState state)
    {
        Name = name;
        Length = length;
        State = state;
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

    /// <summary>
    /// A frozen parameter is left alone by every step: its weights, its state and its step count stay as they are. Its gradients are zeroed
    /// with the others (<see cref="OptimizerOptions.ClearGradientsAfterStep"/>).
    /// </summary>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public bool IsFrozen
    {
        get => State.Standing.IsFrozen;
        set
        {
            State.RefuseWhileBusy(nameof(IsFrozen));
            State.Standing.IsFrozen = value;
        }
    }

    /// <summary>Whether gradients are there. A parameter without is left alone by every step.</summary>
    public bool HasGradients => State.Standing.HasGradients;

    /// <summary>What the rule remembers about this parameter.</summary>
    public OptimizerState State { get; }

    /// <summary>
    /// The states of this parameter by their names, in the order of their declaration. Those of the whole optimizer are the optimizer's
    /// (<see cref="Optimizer.States"/>).
    /// </summary>
    public IReadOnlyList<StateView> States => field ??= CreateStates();

    /// <summary>What the rule is made of.</summary>
    internal RuleSchema Schema { get; set; } = new();

    /// <summary>
    /// Numbers about the last step that collected them (<see cref="OptimizerOptions.CollectStatistics"/>) and updated this parameter;
    /// <see langword="null"/> if there was none.
    /// </summary>
    public ParameterStatistics? Statistics => _statistics?.Last;

    internal abstract MemoryRegion WeightRegion { get; }

    internal abstract MemoryRegion GradientRegion { get; }

    private protected abstract string ElementName { get; }

    private protected abstract StateView CreateState(StateSchema schema, int index);

    /// <summary>Its name, type, shape and step count, as in <c>layer1.weight: float[784, 128], step 12</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
        => $"{Name}: {ElementName}[{string.Join(", ", _shape)}], step {StepCount}{(IsFrozen ? ", frozen" : "")}{(HasGradients ? "" : ", no gradients")}";

    /// <summary>Reaches for all memory that a step uses, and throws if some is not there.</summary>
    internal void RequireMemory()
    {
        try
        {
            Reach();
        }
        catch (Exception exception)
        {
            throw Unreachable(exception);
        }
    }

    private protected abstract void Reach();

    private StateView[] CreateStates()
    {
        var ofWeights = 0;
        return [.. Schema.States.Index().Where(state => state.Item.Per != Per.Optimizer).Select(state => state.Item.Per == Per.Weight
            ? CreateState(state.Item, ofWeights++)
            : new SingleState(state.Item, () => State.GetValue(state.Index), value => State.SetValue(state.Index, value)))];
    }

    /// <summary>What a step throws when memory of this parameter is not there, or a piece of work on it fails.</summary>
    internal InvalidOperationException Unreachable(Exception cause) => new($"Parameter '{Name}' could not be updated: {cause.Message}", cause);

    /// <summary>Asks for what a step will read of a range.</summary>
    internal abstract void FetchAhead(int start, int length, bool gradients, bool weights);

    /// <summary>Makes room for <see cref="RecordScan"/>.</summary>
    internal void PrepareScan() => _scan ??= new NormTerm[Reduction.CountChunks(Length)];

    /// <summary>Keeps what the gradients of a chunk give to the norm.</summary>
    internal void RecordScan(int start, NormTerm term) => _scan![start / Reduction.ChunkLength] = term;

    /// <summary>What all gradients give to the norm.</summary>
    internal NormTerm CombineScan(double order) => NormTerm.Combine(_scan, order);

    /// <summary>Sets all gradients to zero.</summary>
    internal abstract void ClearGradients();

    /// <summary>The index of the first gradient that is not finite; −1 if there is none.</summary>
    internal abstract int FirstBadGradient();

    internal abstract BadGradientException BadGradientAt(int index);

    /// <summary>Makes room for statistics.</summary>
    internal void PrepareStatistics() => _statistics ??= new(Length);

    /// <summary>Takes in a chunk for <see cref="Statistics"/>.</summary>
    internal void RecordStatistics<T>(int start, int sweep, ReadOnlySpan<T> weights, ReadOnlySpan<T> gradients, Span<T> before)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => _statistics!.Record(start, sweep, weights, gradients, before);

    /// <summary>Computes <see cref="Statistics"/> from what the chunks left.</summary>
    internal void CombineStatistics(int step) => _statistics!.Combine(step);
}

/// <summary>A <see cref="Parameter"/> whose weights are of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Parameter<T> : Parameter
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ArraySegment<T> _weightArray;
    private ArraySegment<T> _gradientArray;

    private protected Parameter(string name, Memory<T> weights, ReadOnlyMemory<T> gradients, ReadOnlySpan<int> shape, OptimizerState state)
        : base(name, weights.Length, shape, state)
    {
        Weights = weights;
        Gradients = gradients;
        _ = MemoryMarshal.TryGetArray(weights, out _weightArray);
        State.Bound(Guard.IsForeign<T>(weights), isGradients: false);
    }

    /// <summary>The weights, updated in place by every step.</summary>
    public Memory<T> Weights { get; }

    /// <summary>
    /// The gradients of the loss with respect to the weights, read by every step. May be bound to another buffer at any time; empty
    /// means that there are none.
    /// </summary>
    /// <remarks>
    /// Two parameters may share gradients, unless steps zero them. Nothing else that a step writes may overlap gradients; the step looks at
    /// what cannot be seen here.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The length differs from that of the weights, or the gradients overlap the weights of a parameter of the optimizer.
    /// </exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public ReadOnlyMemory<T> Gradients
    {
        get;
        set
        {
            State.RefuseWhileBusy(nameof(Gradients));
            Guard.Gradients<T>(Weights.Span, value.Span, Name, nameof(Gradients));
            if (!value.Equals(field))
            {
                Guard.Disjoint(State.OwnerOf(value), Name, nameof(Gradients));
                State.Bound(Guard.IsForeign(value), isGradients: true);
            }

            field = value;
            _ = MemoryMarshal.TryGetArray(value, out _gradientArray);
            State.Standing.HasGradients = value.Length == Length;
        }
    }

    internal override MemoryRegion WeightRegion => MemoryRegion.Of<T>(Weights.Span);

    internal override MemoryRegion GradientRegion => MemoryRegion.Of(Gradients.Span);

    /// <summary>Binds an input of the rule by its name: one value for each weight, which a step reads. Stays bound until it is bound anew.</summary>
    /// <param name="name">The name of the input's property.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">The rule has no such input, or the length differs from that of the weights.</exception>
    public void BindInput(string name, ReadOnlyMemory<T> values)
    {
        var index = Array.IndexOf([.. Schema.Inputs], name);
        State.BindInput(index >= 0 ? index : throw new ArgumentException($"The rule has no input named '{name}', only: {string.Join(", ", Schema.Inputs)}.", nameof(name)), values);
    }

    private protected override StateView CreateState(StateSchema schema, int index) => new StateOfWeights<T>(schema, State, index);

    private protected override string ElementName => typeof(T) == typeof(float) ? "float" : "double";

    private protected override void Reach()
    {
        _ = Weights.Span;
        _ = Gradients.Span;
        for (var index = 0; State.MemoryAt(index).Name is not null; index++)
        {
        }
    }

    internal override void FetchAhead(int start, int length, bool gradients, bool weights)
    {
        if (gradients && _gradientArray.Array is { } gradientArray)
        {
            CacheHints.Elements(gradientArray, _gradientArray.Offset, start, length);
        }

        if (weights)
        {
            if (_weightArray.Array is { } weightArray)
            {
                CacheHints.Elements(weightArray, _weightArray.Offset, start, length);
            }

            State.FetchAhead(start, length);
        }
    }

    internal override void ClearGradients() => ClearGradients(0, Gradients.Length);

    /// <summary>Sets the gradients of a range to zero.</summary>
    internal void ClearGradients(int start, int length) => MemoryMarshal.AsMemory(Gradients).Span.Slice(start, length).Clear();

    internal override int FirstBadGradient()
    {
        var gradients = Gradients.Span;
        for (var index = 0; index < gradients.Length; index++)
        {
            if (!T.IsFinite(gradients[index]))
            {
                return index;
            }
        }

        return -1;
    }

    internal override BadGradientException BadGradientAt(int index) => new(this, index, double.CreateTruncating(Gradients.Span[index]));
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
        : base(name, weights, gradients, shape, state)
    {
    }

    /// <summary>What the rule remembers about this parameter: one span per state, and the step count.</summary>
    public new TState State => (TState)base.State;
}
