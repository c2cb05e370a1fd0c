using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>Work on the rows that have gradients.</content>
internal sealed partial class TensorWork<T>
{
    /// <summary>How many values the widest vector has.</summary>
    private static int WidestVector => CacheLine.Size / Unsafe.SizeOf<T>();

    public override void ScanRows(Parameter parameter, int share, int shares, double order)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var rows = tensor.Rows!.Value.Span;
        var columns = parameter.RowLength;
        var chunks = Reduction.CountChunks(tensor.Length);
        var memory = ChunkMemory<T>.Take();
        for (var chunk = (int)((long)chunks * share / shares); chunk < (int)((long)chunks * (share + 1) / shares); chunk++)
        {
            var start = chunk * Reduction.ChunkLength;
            var blocks = new RowBlocks<T>(rows, tensor, columns, start, Math.Min(Reduction.ChunkLength, tensor.Length - start));
            parameter.RecordScan(start, NormTerm.Of(blocks.WriteTo(memory.Room), order));
        }

        memory.Return();
    }

    public override void RunRows(
        Parameter parameter, RuleMethod method, int step, int sweep, int share, int shares, in Neighbours neighbours, ref bool written)
    {
        var tensor = (TensorMemory<T>)parameter.Memory;
        var (state, columns) = (parameter.State, parameter.RowLength);
        var isStored = tensor.IsStored || state.HasStoredStates;
        var weights = tensor.Weights.Span;
        var gradients = tensor.Gradients.Span;

        // Loops of a rule that names rows end with a row; others write whole vectors of a state, those beyond the end of a run too.
        var reach = state.Matrix is null && columns % WidestVector != 0 ? WidestVector : 0;
        var beyond = new StatesBeyond<T>(state, stackalloc T[reach * StatesBeyond<T>.CountStates(state)], reach);
        var longest = state.Matrix is null && neighbours.AreNone ? int.MaxValue : state.RangeLength;
        var ahead = default(ReadAhead);
        var runs = new RowRuns(tensor.Rows!.Value.Span, columns, reach, share, shares);
        var rowsAhead = new RowsAhead<T>(weights, state, runs.Rows, columns, beyond.CountBeyond(columns));
        written = true;
        while (runs.MoveNext())
        {
            rowsAhead.Advance(runs.End);
            beyond.Keep(in runs);
            if (isStored)
            {
                RunStored(parameter, method, step, sweep, runs.Start, runs.Length, runs.FirstGradient, in neighbours, ref ahead);
            }
            else
            {
                var given = gradients.Slice(runs.FirstGradient, runs.Length);
                RunRange(
                    parameter, method, step, sweep, runs.Start, runs.FirstGradient, weights.Slice(runs.Start, runs.Length), given, longest, in neighbours, ref ahead);
            }

            beyond.PutBack(in runs);
        }
    }
}
