using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Work on tensors of which something is not stored as loops read and write it: decoded before, encoded once after.</content>
internal sealed partial class TensorWork<T>
{
    /// <summary>Runs a sweep over a range, part by part: each is decoded, worked on while it is in the cache, and encoded.</summary>
    private void RunStored(
        Parameter parameter, RuleMethod method, int step, int sweep, int start, int length, int firstGradient, in Neighbours neighbours, ref ReadAhead ahead)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var state = parameter.State;
        var longest = state.Totals is null && state.Matrix is null && !neighbours.CollectsStatistics ? StoredPart : state.RangeLength;
        for (var done = 0; done < length;)
        {
            var count = Math.Min(longest, length - done);
            ahead.Advance(count);
            RunPart(parameter, tensor, method, step, sweep, start + done, count, firstGradient + done, in neighbours);
            done += count;
        }
    }

    /// <summary>How many weights are decoded at a time where nothing asks for more: what is decoded stays in the first cache.</summary>
    private static int StoredPart => Reduction.BlockLength;

    private void RunPart(
        Parameter parameter, TensorMemory<T> tensor, RuleMethod method, int step, int sweep, int start, int length, int firstGradient, in Neighbours neighbours)
    {
        var state = parameter.State;
        var touched = rule.Touches(method, state, step, sweep);
        var window = StoredWindow.Open(start, length);
        try
        {
            var weights = Weights(tensor, window, start, length);
            var gradients = rule.ReadsGradients(method) ? tensor.GradientsOf(firstGradient, length, window.Gradients<T>()) : default;
            StoredStates.Decode<T>(state, window, start, touched);
            if (neighbours.AreNone)
            {
                sweeps.Run(method, state, weights, gradients, step, sweep, start);
            }
            else
            {
                RunBeside(parameter, method, weights, gradients, step, sweep, start, firstGradient, in neighbours);
            }

            StoredStates.Encode<T>(state, window, start, touched);
            if (tensor.StoredWeights is { } stored && touched.WritesWeights)
            {
                stored.Encode(start, weights, stored.IsRandom ? state.DrawsOf(parameter.UseOfRounding, start) : default);
            }
        }
        finally
        {
            window.Close();
        }
    }

    private static Span<T> Weights(TensorMemory<T> tensor, StoredWindow window, int start, int length)
    {
        if (tensor.StoredWeights is not { } stored)
        {
            return tensor.Weights.Span.Slice(start, length);
        }

        var weights = window.Weights<T>();
        stored.Decode(start, weights);
        return weights;
    }
}
