using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Work on tensors of which something is not stored as loops read and write it: decoded before, encoded once after.</content>
internal sealed partial class TensorWork<T>
{
    /// <summary>How much is decoded at a time, at most.</summary>
    private const int DecodedBytes = 16 * 1024;

    /// <summary>Runs a sweep over a range, part by part: each is decoded, worked on while it is in the cache, and encoded.</summary>
    private void RunStored(
        Parameter parameter, RuleMethod method, int step, int sweep, int start, int length, int firstGradient, in Neighbours neighbours, ref ReadAhead ahead)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var state = parameter.State;

        // Not in a step of some rows: the last vector of a run reaches into states of others.
        var states = tensor.Rows is null ? StatesOf(state, method) : null;
        if (neighbours.AreNone && FusedOf(tensor, states) is var fused and not FusedStorage.None)
        {
            RunFused(tensor, state, method, step, sweep, start, length, firstGradient, fused, ref ahead);
            return;
        }

        var inPlace = states is (> 0, 0) ? FusedStorage.States : FusedStorage.None;
        var longest = state.Totals is not null || state.Matrix is not null || neighbours.CollectsStatistics ? state.RangeLength
            : StoredPart(inPlace == FusedStorage.None ? state.StoredStates : 0);
        for (var done = 0; done < length;)
        {
            var count = Math.Min(longest, length - done);
            ahead.Advance(count);
            RunPart(parameter, tensor, method, step, sweep, start + done, count, firstGradient + done, inPlace, in neighbours);
            done += count;
        }
    }

    /// <summary>What loops read and write where it lies: a closed list of storages, of rules that neither reduce nor name rows.</summary>
    private static FusedStorage FusedOf(TensorMemory<T> tensor, (int Narrow, int Native)? states)
    {
        if (states is not var (narrow, native) || narrow * native > 0 || tensor.StoredWeights is { IsPlain: false } || tensor.GradientType != tensor.ElementType)
        {
            return FusedStorage.None;
        }

        return tensor.ElementType == typeof(BFloat16) ? narrow > 0 ? FusedStorage.All : FusedStorage.Weights
            : tensor.ElementType == typeof(float) && narrow > 0 ? FusedStorage.States
            : FusedStorage.None;
    }

    /// <summary>How many states are in 16 bits that loops read and write where they lie, and how many native ones; nothing where loops do not, or there are others.</summary>
    private (int Narrow, int Native)? StatesOf(OptimizerState state, RuleMethod method)
    {
        if (typeof(T) != typeof(float) || !rule.ReadsNarrow || state.Totals is not null || state.Matrix is not null || rule.CountSweeps(method) > 1)
        {
            return null;
        }

        var (narrow, native) = (0, 0);
        for (var index = 0; state.MemoryAt(index) is { Name: not null, IsWritten: var isState, Buffer.Layout: var layout }; index++)
        {
            if (layout is { Storage: not StateStorage.BFloat16 } or { IsRandom: true })
            {
                return null;
            }

            (narrow, native) = isState ? layout is null ? (narrow, native + 1) : (narrow + 1, native) : (narrow, native);
        }

        return (narrow, native);
    }

    private void RunFused(
        TensorMemory<T> tensor, OptimizerState state, RuleMethod method, int step, int sweep, int start, int length, int firstGradient, FusedStorage fused, ref ReadAhead ahead)
    {
        var longest = ahead.IsOn ? ReadAhead.Burst / Unsafe.SizeOf<T>() : int.MaxValue;
        StoredWindow.Fused = fused;
        try
        {
            for (var done = 0; done < length;)
            {
                var count = Math.Min(longest, length - done);
                ahead.Advance(count);
                var weights = tensor.StoredWeights is { } stored ? stored.At(start + done, count) : tensor.Weights.Span.Slice(start + done, count);
                var gradients = !rule.ReadsGradients(method) ? default
                    : tensor.StoredGradients is { } storedGradients ? storedGradients.At(firstGradient + done, count)
                    : tensor.Gradients.Span.Slice(firstGradient + done, count);
                sweeps.Run(method, state, weights, gradients, step, sweep, start + done);
                done += count;
            }
        }
        finally
        {
            StoredWindow.Fused = FusedStorage.None;
        }
    }

    /// <summary>How many weights are decoded at a time, and with them as many values of so many states, where nothing asks for more: what is decoded stays in the first cache.</summary>
    private static int StoredPart(int states)
        => Math.Clamp(DecodedBytes / Unsafe.SizeOf<T>() / (StoredWindow.FirstState + states) / Reduction.BlockLength, 1, 2) * Reduction.BlockLength;

    private void RunPart(
        Parameter parameter, TensorMemory<T> tensor, RuleMethod method, int step, int sweep, int start, int length, int firstGradient, FusedStorage fused, in Neighbours neighbours)
    {
        var state = parameter.State;
        var touched = rule.Touches(method, state, step, sweep);
        var areDecoded = fused == FusedStorage.None;
        var window = StoredWindow.Open<T>(start, length, areDecoded ? state.StoredStates : 0);
        try
        {
            var weights = Weights(tensor, window, start, length);
            var gradients = rule.ReadsGradients(method) ? tensor.GradientsOf(firstGradient, length, window.Gradients<T>()) : default;
            if (areDecoded)
            {
                StoredStates.Decode<T>(state, window, start, touched);
            }

            StoredWindow.Fused = fused;
            if (neighbours.AreNone)
            {
                sweeps.Run(method, state, weights, gradients, step, sweep, start);
            }
            else
            {
                RunBeside(parameter, method, weights, gradients, step, sweep, start, firstGradient, in neighbours);
            }

            if (areDecoded)
            {
                StoredStates.Encode<T>(state, window, start, touched);
            }

            if (tensor.StoredWeights is { } stored && touched.WritesWeights)
            {
                stored.Encode(start, weights, stored.IsRandom ? state.DrawsOf(parameter.UseOfRounding, start) : default);
            }
        }
        finally
        {
            StoredWindow.Fused = FusedStorage.None;
            window.Close();
        }
    }

    private static Span<T> Weights(TensorMemory<T> tensor, StoredWindow window, int start, int length)
        => tensor.StoredWeights is { } stored ? stored.Open(start, window.Weights<T>()) : tensor.Weights.Span.Slice(start, length);
}
