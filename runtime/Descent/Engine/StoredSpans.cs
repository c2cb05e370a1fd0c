using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;
using Descent.Engine;

namespace Descent.CompilerServices;

/// <summary>A method of a rule over spans of which something is not stored as loops read and write it. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StoredSpans
{
    /// <summary>Runs all sweeps of a method over one tensor, and counts the step. All checks have been made.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rule">The rule.</param>
    /// <param name="method">The method.</param>
    /// <param name="state">The state of the tensor.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients; empty for a method that takes none.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="seed">What the chance of rounding follows from.</param>
    [CLSCompliant(false)]
    public static void Run<T>(CompiledRule rule, RuleMethod method, OptimizerState state, Span<T> weights, ReadOnlySpan<T> gradients, int step, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(state);
        Run<T, T, T>(rule, method, state, weights, gradients, step, seed);
    }

    /// <summary>The same for weights and gradients of 16 bits, rounded to the nearest.</summary>
    internal static void Run<T, TWeight, TGradient>(
        CompiledRule rule, RuleMethod method, OptimizerState state, Span<TWeight> weights, ReadOnlySpan<TGradient> gradients, int step, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        state.SeedChance(seed);
        var sweeps = rule.SweepsOf<T>();
        sweeps.Prepare(method, state, step);
        for (var sweep = 0; sweep < rule.CountSweeps(method) && !weights.IsEmpty; sweep++)
        {
            if (state.Matrix is not null)
            {
                sweeps.Begin(method, state, step, sweep);
            }

            for (var start = 0; start < weights.Length; start += state.RangeLength)
            {
                var length = Math.Min(state.RangeLength, weights.Length - start);
                RunPart(rule, sweeps, method, state, weights.Slice(start, length), gradients.IsEmpty ? default : gradients.Slice(start, length), step, sweep, start);
            }

            state.Totals?.Combine();
            if (rule.HasWholeOperations(method))
            {
                sweeps.Apply(method, state, Whole<T, TGradient>(gradients), step, sweep);
            }
        }

        if (rule.PreparesEachTensor && !weights.IsEmpty)
        {
            sweeps.End(method, state, step);
        }

        Guard.Done(method, state, step);
    }

    private static void RunPart<T, TWeight, TGradient>(
        CompiledRule rule, CompiledSweeps<T> sweeps, RuleMethod method, OptimizerState state, Span<TWeight> weights, ReadOnlySpan<TGradient> gradients,
        int step, int sweep, int start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        var window = StoredWindow.Open<T>(start, weights.Length, state.StoredStates);
        try
        {
            var decoded = Spans.Decode(weights, window.Weights<T>());
            var given = gradients.IsEmpty ? default : Spans.Decode(gradients, window.Gradients<T>());
            var touched = rule.Touches(method, state, step, sweep);
            StoredStates.Decode<T>(state, window, start, touched);
            sweeps.Run(method, state, decoded, given, step, sweep, start);
            StoredStates.Encode<T>(state, window, start, touched);
            Spans.Encode<T, TWeight>(decoded, weights);
        }
        finally
        {
            window.Close();
        }
    }

    private static ReadOnlySpan<T> Whole<T, TGradient>(ReadOnlySpan<TGradient> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TGradient : unmanaged
        => typeof(TGradient) == typeof(T) ? MemoryMarshal.Cast<TGradient, T>(gradients) : Spans.Decode(gradients, new T[gradients.Length].AsSpan());
}
