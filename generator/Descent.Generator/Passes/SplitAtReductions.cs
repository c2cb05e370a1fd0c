using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Splits each loop where a total must be known before what depends on it: at that of a row into loops over the row, at any other, or at an
/// operation on whole matrices, into sweeps over the tensor, with a barrier between. What there is one of for a row, a column or the tensor goes between the loops, and a weight's value
/// that a later one needs is computed again or read back from the state that keeps it, whichever moves fewer bytes (<see cref="SweepPlan"/>).
/// </summary>
internal static class SplitAtReductions
{
    public static Program Run(Program program) => Run(program, readsBack: true);

    /// <summary>The same for weights and states that are not stored as they are computed: what a sweep writes, no later one reads back.</summary>
    public static Program RunForStored(Program program) => Run(program, readsBack: false);

    private static Program Run(Program program, bool readsBack)
    {
        var axes = AxesOf.Values(program);
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            if (program[value].Opcode != Opcode.Loop)
            {
                map[value] = builder.AddMapped(program[value], map);
                continue;
            }

            var body = new List<int>();
            for (value++; program[value].Opcode != Opcode.End; value++)
            {
                body.Add(value);
            }

            new Splitter(program, axes, body, map, builder, readsBack).Run();
        }

        return builder.ToProgram();
    }

    private sealed class Splitter(Program program, Axes[] axes, List<int> body, int[] map, ProgramBuilder builder, bool readsBack)
    {
        private readonly SweepPlan _plan = SweepPlan.Of(program, axes, body, readsBack);

        public void Run()
        {
            for (var sweep = 0; sweep <= _plan.LastStage; sweep++)
            {
                foreach (var value in body.Where(value => _plan.IsScalar(value) && _plan.StageOf(value) == sweep && program[value].Opcode is not (Opcode.Store or Opcode.Apply)))
                {
                    map[value] = builder.AddMapped(program[value], map);
                }

                if (sweep <= _plan.LastSweep)
                {
                    AddSweep(sweep);
                }

                foreach (var operation in _plan.AppliedAfter(sweep))
                {
                    builder.AddMapped(program[operation], map);
                }

                if (sweep < _plan.LastStage && _plan.EndsAtBarrier(sweep))
                {
                    builder.Add(Opcode.Barrier, ScalarType.None, -1);
                }
            }

            foreach (var store in body.Where(value => program[value] is { Opcode: Opcode.Store, Scope: not Axes.Weight }))
            {
                builder.AddMapped(program[store], map);
            }
        }

        private void AddSweep(int sweep)
        {
            var needed = _plan.Needed(sweep);
            if (needed.IsEmpty && _plan.LastSweep > 0)
            {
                return;
            }

            var local = (int[])map.Clone();
            builder.Add(Opcode.Loop, ScalarType.None, -1);
            foreach (var value in body)
            {
                if (needed.Reloaded.TryGetValue(value, out var slot))
                {
                    local[value] = builder.Add(new(Opcode.Load, ScalarType.Double, default, new Payload.Access(slot, Axes.Weight), Site: program[value].Site));
                }
                else if (needed.Computed.Contains(value))
                {
                    local[value] = builder.AddMapped(program[value], local);
                    if (program[value].Opcode == Opcode.Reduce)
                    {
                        map[value] = local[value];
                    }
                }
            }

            builder.Add(Opcode.End, ScalarType.None, -1);
        }
    }
}
