using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>What is computed of each row, or each column, of a tensor at one place of a step.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Sweep">The sweep; −1 for what comes behind all of them.</param>
/// <param name="Part">The loop of the sweep before which it is computed; −1 for what comes behind the last one.</param>
/// <param name="IsOfColumns">Whether it is computed of each column; else of each row.</param>
/// <param name="Taken">What the loop takes: the place, what it is to the loop, and the value that it has here.</param>
/// <param name="CountTaken">How many numbers the loop takes of each.</param>
/// <param name="Recorded">The reductions over the tensor with a term for each row.</param>
/// <param name="Stores">The stores of states.</param>
internal sealed record LineWork(
    Variant Variant, int Sweep, int Part, bool IsOfColumns, IReadOnlyList<(int Place, int Scalar, int Value)> Taken, int CountTaken, IReadOnlyList<int> Recorded, IReadOnlyList<int> Stores)
{
    /// <summary>What it computes, in a program.</summary>
    public IEnumerable<int> ResultsIn(Program program) => Taken.Select(taken => taken.Value).Concat(Recorded.Concat(Stores).Select(result => program[result].Operands[0]));

    /// <summary>All of a method.</summary>
    public static IEnumerable<LineWork> Of(MethodPlan method)
    {
        foreach (var variant in method.Variants)
        {
            foreach (var (sweep, number) in variant.Sweeps.Select((sweep, number) => (sweep, number)))
            {
                foreach (var (loop, part) in sweep.Loops.Select((loop, part) => (loop, part)))
                {
                    IReadOnlyList<int> ofRows = PtxProgram.RowScalarsOf(method, loop.Kernel);
                    var late = loop.Late.Where(late => ofRows.Contains(late.Scalar)).Select(late => (ofRows.TakeWhile(scalar => scalar != late.Scalar).Count(), late.Scalar, late.Value)).ToList();
                    if (late.Count > 0)
                    {
                        yield return new(variant, number, part, IsOfColumns: false, late, ofRows.Count, [], []);
                    }

                    if (loop.Columns.Count > 0)
                    {
                        yield return new(variant, number, part, IsOfColumns: true, [.. loop.Columns.Select((column, place) => (place, column.Column, column.Value))], loop.Columns.Count, [], []);
                    }
                }

                if (sweep.Recorded.Count > 0)
                {
                    yield return new(variant, number, -1, IsOfColumns: false, [], 0, sweep.Recorded, []);
                }
            }

            foreach (var scope in new[] { Axes.Row, Axes.Column })
            {
                List<int> stores = [.. variant.Stores.Where(store => method.Program[store].Scope == scope)];
                if (stores.Count > 0)
                {
                    yield return new(variant, -1, -1, scope == Axes.Column, [], 0, [], stores);
                }
            }
        }
    }
}
