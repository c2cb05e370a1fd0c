using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <content>What this processor computes from totals for loops on a GPU.</content>
internal sealed partial class KernelEmitter
{
    /// <summary>Writes what the loops on a GPU take from totals; nothing where they take nothing.</summary>
    public void WriteCudaValues(SourceWriter writer, System.Func<int, int> placeOf)
    {
        writer.Line($"private {Static}void {Names.CudaValues}({TypeNames.State(_rule)} state, in {Names.Values} values, int sweep, global::System.Span<double> cudaValues)");
        using (writer.Block(""))
        {
            using (writer.Block($"switch ({_cases.Selector})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)).Where(item => item.sweep.Loops.Any(loop => emitter.LateOfTensor(loop).Count > 0)))
                    {
                        SweepCases.Write(writer, _cases.Label(variant.Number, index), isSimple: false, inner => emitter.WriteCudaValues(inner, sweep, placeOf));
                    }
                }
            }
        }
    }

    /// <summary>Whether loops on a GPU take something from totals of which there is one for the tensor.</summary>
    public bool TakesLate => Method.LateInputs.Any(scalar => !Method.AxesOf(scalar).IsOfRows());

    /// <summary>Whether they take something of which there is one for each row, or leave it.</summary>
    public bool TakesRows => Method.LateInputs.Any(scalar => Method.AxesOf(scalar).IsOfRows()) || _variants.Any(variant => variant.Variant.Sweeps.Any(sweep => sweep.Recorded.Count > 0));

    /// <summary>Writes what the loops of a sweep on a GPU take of which there is one for each row, and after the last one what is left of each row for the tensor's totals.</summary>
    public void WriteCudaRows(SourceWriter writer, System.Func<Kernel, IReadOnlyList<int>> placesOf)
    {
        writer.Line($"private {Static}void {Names.CudaRows}({TypeNames.State(_rule)} state, in {Names.Values} values, int sweep, int part, global::System.Span<double> cudaRows)");
        using (writer.Block(""))
        {
            using (writer.Block($"switch ({_cases.SelectorOfPart})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)))
                    {
                        foreach (var (loop, part) in sweep.Loops.Select((loop, part) => (loop, part)).Where(item => emitter.LateOfRows(item.loop).Count > 0))
                        {
                            SweepCases.Write(writer, _cases.LabelOfPart(variant.Number, index, part), isSimple: false, inner => emitter.WriteCudaRows(inner, loop, placesOf(loop.Kernel)));
                        }

                        if (sweep.Recorded.Count > 0)
                        {
                            SweepCases.Write(writer, _cases.LabelOfPart(variant.Number, index, sweep.Loops.Count), isSimple: false, inner => emitter.WriteCudaRecorded(inner, sweep));
                        }
                    }
                }
            }
        }
    }
}
