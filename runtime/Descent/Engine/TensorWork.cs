using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>What the engine does to one tensor of a rule, whatever its element type is: that was settled when the tensor was added.</summary>
internal abstract class TensorWork
{
    /// <inheritdoc cref="CompiledSweeps{T}.Prepare"/>
    public abstract void Prepare(RuleMethod method, OptimizerState state, int step);

    /// <inheritdoc cref="CompiledSweeps{T}.Begin"/>
    public abstract void Begin(RuleMethod method, OptimizerState state, int step, int sweep);

    /// <summary>Applies the operations on whole matrices that follow a sweep.</summary>
    public abstract void Apply(Parameter parameter, RuleMethod method, int step, int sweep, in Neighbours neighbours);

    /// <inheritdoc cref="CompiledSweeps{T}.End"/>
    public abstract void End(RuleMethod method, OptimizerState state, int step);

    /// <inheritdoc cref="CompiledSweeps{T}.EndRows"/>
    public abstract void EndRows(RuleMethod method, OptimizerState state, int step, ReadOnlySpan<int> rows);

    /// <summary>Takes the norm of the gradients of a range, chunk by chunk.</summary>
    public abstract void ScanGradients(Parameter parameter, int start, int length, double order, ref ReadAhead ahead);

    /// <summary>
    /// Runs one sweep of a rule's method over a range of the weights, and notes that they may be written once the memory has been reached.
    /// </summary>
    public abstract void RunSweep(
        Parameter parameter, RuleMethod method, int step, int sweep, int start, int length, in Neighbours neighbours, ref ReadAhead ahead, ref bool written);

    /// <summary>Takes the norm of the gradients of some rows, as if the others were there and zero: a share of the tensor's chunks.</summary>
    public abstract void ScanRows(Parameter parameter, int share, int shares, double order);

    /// <summary>Runs one sweep of a rule's method over a share of the rows that have gradients, and notes that they may be written.</summary>
    public abstract void RunRows(
        Parameter parameter, RuleMethod method, int step, int sweep, int share, int shares, in Neighbours neighbours, ref bool written);
}

/// <summary>The work on tensors of type <typeparamref name="T"/>.</summary>
internal sealed partial class TensorWork<T>(CompiledRule rule, CompiledSweeps<T> sweeps) : TensorWork
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private ChunkMemory<T>? _whole;

    public override void Prepare(RuleMethod method, OptimizerState state, int step) => sweeps.Prepare(method, state, step);

    public override void Begin(RuleMethod method, OptimizerState state, int step, int sweep) => sweeps.Begin(method, state, step, sweep);

    public override void Apply(Parameter parameter, RuleMethod method, int step, int sweep, in Neighbours neighbours)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var gradients = !rule.ReadsGradients(method) ? default
            : tensor.StoredGradients is { } stored ? (_whole ??= new()).Decoded(stored, 0, stored.Length)
            : tensor.Gradients.Span;
        var given = neighbours.GradientFactor == 1 ? gradients : (_whole ??= new()).Scaled(gradients, neighbours.GradientFactor);
        sweeps.Apply(method, parameter.State, given, step, sweep);
    }

    public override void End(RuleMethod method, OptimizerState state, int step) => sweeps.End(method, state, step);

    public override void EndRows(RuleMethod method, OptimizerState state, int step, ReadOnlySpan<int> rows) => sweeps.EndRows(method, state, step, rows);

    public override void ScanGradients(Parameter parameter, int start, int length, double order, ref ReadAhead ahead)
    {
        // The norm goes by chunks whatever the rule does: those that begin in the range.
        var tensor = (TensorMemory<T>)parameter.Memory;
        var memory = ChunkMemory<T>.Take();
        var origin = (parameter.State.Shard?.Start ?? 0) % Reduction.ChunkLength;
        var first = ((origin + start + Reduction.ChunkLength - 1) / Reduction.ChunkLength * Reduction.ChunkLength) - origin;
        for (var chunk = first; chunk < start + length; chunk += Reduction.ChunkLength)
        {
            var count = Math.Min(Reduction.ChunkLength, tensor.GradientLength - chunk);
            ahead.Advance(count);
            parameter.RecordScan(chunk, NormTerm.Of(tensor.GradientsOf(chunk, count, memory.Room), order));
        }

        memory.Return();
    }

    public override void RunSweep(
        Parameter parameter, RuleMethod method, int step, int sweep, int start, int length, in Neighbours neighbours, ref ReadAhead ahead, ref bool written)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var state = parameter.State;
        if (tensor.IsStored || state.HasStoredStates)
        {
            written = true;
            RunStored(parameter, method, step, sweep, start, length, start, in neighbours, ref ahead);
            return;
        }

        var weights = tensor.Weights.Span.Slice(start, length);
        var gradients = rule.ReadsGradients(method) ? tensor.Gradients.Span.Slice(start, length) : default;
        written = true;
        var longest = (state.Totals is null && state.Matrix is null && !neighbours.CollectsStatistics, neighbours.AreNone, ahead.IsOn) switch
        {
            (true, _, true) => ReadAhead.Burst / Unsafe.SizeOf<T>(),
            (true, true, false) => int.MaxValue,
            _ => state.RangeLength,
        };
        RunRange(parameter, method, step, sweep, start, start, weights, gradients, longest, in neighbours, ref ahead);
    }

    /// <summary>Runs a sweep over a range, part by part.</summary>
    private void RunRange(
        Parameter parameter, RuleMethod method, int step, int sweep, int start, int firstGradient,
        Span<T> weights, ReadOnlySpan<T> gradients, int longest, in Neighbours neighbours, ref ReadAhead ahead)
    {
        var state = parameter.State;
        for (var done = 0; done < weights.Length;)
        {
            var count = Math.Min(longest, weights.Length - done);
            ahead.Advance(count);
            var part = gradients.IsEmpty ? default : gradients.Slice(done, count);
            if (neighbours.AreNone)
            {
                sweeps.Run(method, state, weights.Slice(done, count), part, step, sweep, start + done);
            }
            else
            {
                RunBeside(parameter, method, weights.Slice(done, count), part, step, sweep, start + done, firstGradient + done, in neighbours);
            }

            done += count;
        }
    }

    private void RunBeside(
        Parameter parameter, RuleMethod method, Span<T> weights, ReadOnlySpan<T> gradients,
        int step, int sweep, int start, int firstGradient, in Neighbours neighbours)
    {
        var memory = ChunkMemory<T>.Take();
        var given = memory.Scaled(gradients, neighbours.GradientFactor);
        var before = neighbours.CollectsStatistics ? memory.Copied(weights) : default;
        sweeps.Run(method, parameter.State, weights, given, step, sweep, start);
        if (neighbours.CollectsStatistics)
        {
            parameter.RecordStatistics(start, sweep, weights, given, before);
        }

        memory.Return();
        if (neighbours.ZeroesGradients && !gradients.IsEmpty && sweep == rule.CountSweeps(method) - 1)
        {
            parameter.Memory.ClearGradients(firstGradient, weights.Length);
        }
    }
}
