using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent;

/// <summary>
/// One tensor of weights that an <see cref="Optimizer"/> updates, and the handle to its gradients and state. Made by
/// <see cref="Optimizer.Add{T}(string, Memory{T}, ReadOnlyMemory{T}, ReadOnlySpan{int})"/>.
/// </summary>
public abstract class Parameter
{
    private readonly int[] _shape;
    private protected ReductionTotals? _scan;
    private protected ChunkStatistics? _statistics;

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

    /// <summary>A frozen parameter is left alone by every step: its weights, its state and its step count stay as they are.</summary>
    public bool IsFrozen
    {
        get => State.Standing.IsFrozen;
        set => State.Standing.IsFrozen = value;
    }

    /// <summary>Whether gradients are there. A parameter without is left alone by every step.</summary>
    public bool HasGradients => State.Standing.HasGradients;

    /// <summary>What the rule remembers about this parameter.</summary>
    public OptimizerState State { get; }

    /// <summary>Numbers about the last step that collected them (<see cref="OptimizerOptions.CollectStatistics"/>).</summary>
    public ParameterStatistics Statistics => _statistics?.Last ?? default;

    internal abstract ReadOnlySpan<byte> WeightBytes { get; }

    /// <summary>Runs one pass of a rule's method over a range of the weights.</summary>
    internal abstract void RunPass(
        Optimizer optimizer, RuleMethod method, int step, int pass, int start, int length, in Neighbours neighbours, ref ReadAhead ahead);

    /// <summary>Asks for what a step will read of a range.</summary>
    internal abstract void FetchAhead(int start, int length, bool gradients, bool weights);

    /// <summary>Makes room for <see cref="ScanGradients"/>.</summary>
    internal void PrepareScan() => _scan ??= new(Length, 1);

    /// <summary>Adds up the squares of the gradients of a range.</summary>
    internal abstract void ScanGradients(int start, int length, ref ReadAhead ahead);

    /// <summary>The sum of the squares of all gradients; not finite if one gradient is not.</summary>
    internal double CombineScan()
    {
        _scan!.Combine();
        return _scan[0];
    }

    /// <summary>The index of the first gradient that is not finite; −1 if there is none.</summary>
    internal abstract int FirstBadGradient();

    internal abstract BadGradientException BadGradientAt(int index);

    /// <summary>Sets the gradients to zero, for a second evaluation that adds to them.</summary>
    internal abstract void ClearGradients();

    /// <summary>Makes room for statistics.</summary>
    internal void PrepareStatistics() => _statistics ??= new(Length);

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
            Guard.Gradients<T>(Weights.Span, value.Span, Name, nameof(Gradients));
            field = value;
            _ = MemoryMarshal.TryGetArray(value, out _gradientArray);
            State.Standing.HasGradients = value.Length == Length;
        }
    }

    internal override ReadOnlySpan<byte> WeightBytes => MemoryMarshal.AsBytes(Weights.Span);

    internal override void RunPass(
        Optimizer optimizer, RuleMethod method, int step, int pass, int start, int length, in Neighbours neighbours, ref ReadAhead ahead)
    {
        var weights = Weights.Span.Slice(start, length);
        var gradients = optimizer.Reads(method) ? Gradients.Span.Slice(start, length) : default;
        var longest = (State.Totals is null && !neighbours.CollectsStatistics, neighbours.AreNone, ahead.IsOn) switch
        {
            (true, _, true) => ReadAhead.Burst / Unsafe.SizeOf<T>(),
            (true, true, false) => int.MaxValue,
            _ => Reduction.ChunkLength,
        };
        for (var done = 0; done < length;)
        {
            var count = Math.Min(longest, length - done);
            ahead.Advance(count);
            var part = gradients.IsEmpty ? default : gradients.Slice(done, count);
            if (neighbours.AreNone)
            {
                Run(optimizer, method, weights.Slice(done, count), part, step, pass, start + done);
            }
            else
            {
                RunBeside(optimizer, method, weights.Slice(done, count), part, step, pass, start + done, in neighbours);
            }

            done += count;
        }
    }

    private void RunBeside(
        Optimizer optimizer, RuleMethod method, Span<T> weights, ReadOnlySpan<T> gradients, int step, int pass, int start, in Neighbours neighbours)
    {
        var given = ChunkMemory<T>.Scaled(gradients, neighbours.GradientFactor);
        var before = neighbours.CollectsStatistics ? ChunkMemory<T>.Copied(weights) : default;
        Run(optimizer, method, weights, given, step, pass, start);
        if (neighbours.CollectsStatistics)
        {
            _statistics!.Record(start, pass, weights, given, before);
        }

        if (neighbours.ZeroesGradients && !gradients.IsEmpty && pass == optimizer.PassesOf(method) - 1)
        {
            MemoryMarshal.AsMemory(Gradients).Span.Slice(start, weights.Length).Clear();
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

    internal override void ScanGradients(int start, int length, ref ReadAhead ahead)
    {
        var gradients = Gradients.Span.Slice(start, length);
        for (var chunk = 0; chunk < length; chunk += Reduction.ChunkLength)
        {
            var count = Math.Min(Reduction.ChunkLength, length - chunk);
            ahead.Advance(count);
            var squares = ChunkStatistics.SumOfSquares<T>(gradients.Slice(chunk, count));
            _scan!.Record(0, ReductionKind.Sum, start + chunk, squares);
        }
    }

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

    internal override void ClearGradients() => MemoryMarshal.AsMemory(Gradients).Span.Clear();

    private void Run(Optimizer optimizer, RuleMethod method, Span<T> weights, ReadOnlySpan<T> gradients, int step, int pass, int start)
    {
        if (typeof(T) == typeof(float))
        {
            optimizer.Run(method, State, MemoryMarshal.Cast<T, float>(weights), MemoryMarshal.Cast<T, float>(gradients), step, pass, start);
        }
        else
        {
            optimizer.Run(method, State, MemoryMarshal.Cast<T, double>(weights), MemoryMarshal.Cast<T, double>(gradients), step, pass, start);
        }
    }
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
