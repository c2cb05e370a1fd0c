using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Of what there is one value: also the name of that in texts.</summary>
internal enum Each
{
    Row,
    Column,
    Tensor,
    Optimizer,
}

/// <summary>What is computed of each row, each column, of a tensor at one place of a step; or of the tensor itself, or the optimizer, behind all sweeps.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Sweep">The sweep; −1 for what comes behind all of them.</param>
/// <param name="Part">The loop of the sweep before which it is computed; −1 for what comes behind the last one.</param>
/// <param name="Each">Of what it is computed.</param>
/// <param name="Taken">What the loop takes: the place, what it is to the loop, and the value that it has here.</param>
/// <param name="CountTaken">How many numbers the loop takes of each.</param>
/// <param name="Recorded">The reductions over the tensor with a term for each row.</param>
/// <param name="Stores">The stores of states.</param>
internal sealed record LineWork(
    Variant Variant, int Sweep, int Part, Each Each, IReadOnlyList<(int Place, int Scalar, int Value)> Taken, int CountTaken, IReadOnlyList<int> Recorded, IReadOnlyList<int> Stores)
{
    /// <summary>Whether it is computed of each column.</summary>
    public bool IsOfColumns => Each == Each.Column;

    /// <summary>What it computes, in a program.</summary>
    public IEnumerable<int> ResultsIn(Program program) => Taken.Select(taken => taken.Value).Concat(Recorded.Concat(Stores).Select(result => program[result].Operands[0]));

    /// <summary>All of a method.</summary>
    public static IEnumerable<LineWork> Of(MethodPlan method, KeptStates kept)
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
                        yield return new(variant, number, part, Each.Row, late, ofRows.Count, [], []);
                    }

                    if (loop.Columns.Count > 0)
                    {
                        yield return new(variant, number, part, Each.Column, [.. loop.Columns.Select((column, place) => (place, column.Column, column.Value))], loop.Columns.Count, [], []);
                    }
                }

                if (sweep.Recorded.Count > 0)
                {
                    yield return new(variant, number, -1, Each.Row, [], 0, sweep.Recorded, []);
                }
            }

            foreach (var stores in variant.Stores.GroupBy(store => StoredOf(method.Program[store], kept)).Where(group => group.Key is not null).OrderBy(group => group.Key))
            {
                yield return new(variant, -1, -1, stores.Key!.Value, [], 0, [], [.. stores]);
            }
        }
    }

    /// <summary>Of what a store is that a device does; <see langword="null"/> if this processor does it.</summary>
    private static Each? StoredOf(Instruction store, KeptStates kept) => store.Scope switch
    {
        Axes.Row => Each.Row,
        Axes.Column => Each.Column,
        _ when !kept.Has(store.Slot) => null,
        Axes.Optimizer => Each.Optimizer,
        _ => Each.Tensor,
    };
}
