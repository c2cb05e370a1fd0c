using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>
/// Decides in which loop each state is written and what each loop reads, so that the fewest bytes move. A state may be written as soon as
/// its value is known; later loops then read the new value back, and can no longer read the old one.
/// </summary>
internal sealed class SweepPlan
{
    /// <summary>How many placements of stores are compared; beyond it (many states over many sweeps) all are written in the last sweep.</summary>
    private const int MaxPlacements = 20_000;

    /// <summary>How many instructions are looked at for it: a large rule compares fewer placements.</summary>
    private const int MaxLooks = 2_000_000;

    private readonly Program _program;
    private readonly Axes[] _axes;
    private readonly List<int> _body;
    private readonly Dictionary<int, int> _stages;
    private readonly List<int> _sweeps;
    private readonly HashSet<int> _matrices;
    private readonly bool _readsBack;
    private Dictionary<int, int> _placement = [];

    private SweepPlan(Program program, Axes[] axes, List<int> body, bool readsBack)
    {
        (_program, _axes, _body, _readsBack) = (program, axes, body, readsBack);
        var places = FindPlaces();
        var ordered = places.Values.Distinct().OrderBy(place => place.Sweep).ThenBy(place => place.Loop).ToList();
        _stages = places.ToDictionary(place => place.Key, place => ordered.IndexOf(place.Value));
        _sweeps = ordered.ConvertAll(place => place.Sweep);
        _matrices = [.. body.Where(value => program[value] is { Opcode: Opcode.Store, Slot.Kind: SlotKind.Scratch })];
        LastStage = _stages.Values.DefaultIfEmpty(0).Max();
        LastSweep = _stages.Where(pair => !IsScalar(pair.Key)).Select(pair => pair.Value).DefaultIfEmpty(0).Max();
    }

    /// <summary>The number of the last stage; after the last sweep there may be one more, for what is known once per tensor only then.</summary>
    public int LastStage { get; }

    /// <summary>The number of the last sweep over the weights.</summary>
    public int LastSweep { get; }

    /// <summary>The plan of a loop.</summary>
    /// <param name="program">The program.</param>
    /// <param name="axes">What its values depend on.</param>
    /// <param name="body">The loop.</param>
    /// <param name="readsBack">Whether a sweep may read what one before it wrote: not where it is stored otherwise than it is computed.</param>
    public static SweepPlan Of(Program program, Axes[] axes, List<int> body, bool readsBack)
    {
        var plan = new SweepPlan(program, axes, body, readsBack);
        plan.Choose();
        return plan;
    }

    /// <summary>The first sweep in which a value can be computed; for what is known once per tensor, the sweep before which it is.</summary>
    public int StageOf(int value) => _stages[value];

    /// <summary>Whether what comes after a stage waits until all loops over the tensor are done.</summary>
    public bool EndsAtBarrier(int stage) => _sweeps[stage] < _sweeps[stage + 1];

    /// <summary>The operations on whole matrices between the last loop of a stage's sweep and what comes after it.</summary>
    public IEnumerable<int> AppliedAfter(int stage) => stage < LastStage && !EndsAtBarrier(stage) ? [] : _body.Where(value => _program[value].Opcode == Opcode.Apply && _sweeps[_stages[value]] == _sweeps[stage]);

    /// <summary>Whether it is computed beside the loops: there is one of it for the tensor, or for each row or column.</summary>
    public bool IsScalar(int value) => _program[value] switch
    {
        { Opcode: Opcode.Store, Scope: var scope } => scope != Axes.Weight,
        { Opcode: Opcode.Reduce } total => total.IsOfEachRow,
        _ => !_axes[value].IsOfWeights(),
    };

    /// <summary>What a sweep computes, and which values it reads back from the states that hold them by then.</summary>
    public SweepNeeds Needed(int sweep) => Needed(sweep, _placement)!;

    /// <summary>
    /// The first sweep in which each value can be computed, and the loop over a row in it: one after a row's total is in the same sweep, one
    /// after any other total, or an operation on whole matrices, in the next.
    /// </summary>
    private Dictionary<int, (int Sweep, int Loop)> FindPlaces()
    {
        var places = new Dictionary<int, (int Sweep, int Loop)>();
        var applied = new Dictionary<Slot, (int Sweep, int Loop)>();
        var written = new Dictionary<Slot, (int Sweep, int Loop)>();
        foreach (var value in _body)
        {
            var place = PlaceOfMatrix(_program[value], applied, written);
            foreach (var operand in _program[value].Operands.Where(places.ContainsKey))
            {
                var next = places[operand];
                if (_program[operand].Opcode == Opcode.Reduce)
                {
                    next = _program[operand].Scope == Axes.Row ? (next.Sweep, next.Loop + 1) : (next.Sweep + 1, 0);
                }

                place = Later(place, next);
            }

            places.Add(value, place);
            Note(_program[value], place, applied, written);
        }

        return places;
    }

    /// <summary>Where a matrix can be read, or an operation on whole matrices applied: none overtakes another that has a matrix in common with it.</summary>
    private static (int Sweep, int Loop) PlaceOfMatrix(
        Instruction instruction, Dictionary<Slot, (int Sweep, int Loop)> applied, Dictionary<Slot, (int Sweep, int Loop)> written) => instruction switch
        {
            { Opcode: Opcode.Load, Slot: { Kind: SlotKind.Scratch } slot } => (applied[slot].Sweep + 1, 0),
            { Opcode: Opcode.Apply } => Matrices(instruction).Aggregate((0, 0), (place, slot) => Later(Later(place, Find(applied, slot)), Find(written, slot))),
            _ => (0, 0),
        };

    private static void Note(
        Instruction instruction, (int Sweep, int Loop) place, Dictionary<Slot, (int Sweep, int Loop)> applied, Dictionary<Slot, (int Sweep, int Loop)> written)
    {
        if (instruction.Opcode == Opcode.Apply)
        {
            foreach (var slot in Matrices(instruction))
            {
                applied[slot] = place;
            }
        }
        else if (instruction is { Opcode: Opcode.Store, Slot: { Kind: SlotKind.Scratch } slot })
        {
            written[slot] = place;
        }
    }

    /// <summary>The matrices that an operation changes or that may be changed, its result among them.</summary>
    private static IEnumerable<Slot> Matrices(Instruction apply)
        => apply.Whole.Arguments.Items.Select(argument => argument.Slot).Append(apply.Whole.Result).OfType<Slot>().Where(slot => slot.Kind is SlotKind.Scratch or SlotKind.State);

    private static (int Sweep, int Loop) Find(Dictionary<Slot, (int Sweep, int Loop)> places, Slot slot) => places.TryGetValue(slot, out var place) ? place : (0, 0);

    private static (int Sweep, int Loop) Later((int Sweep, int Loop) one, (int Sweep, int Loop) other)
        => other.Sweep > one.Sweep || (other.Sweep == one.Sweep && other.Loop > one.Loop) ? other : one;

    private void Choose()
    {
        var stores = _body.Where(value => _program[value] is { Opcode: Opcode.Store, Scope: Axes.Weight }).ToList();
        _placement = stores.ToDictionary(store => store, LastPlaceOf);
        var most = Math.Min(MaxPlacements, MaxLooks / Math.Max(1, _body.Count * (LastSweep + 1)));
        if (stores.Aggregate(1L, (product, store) => Math.Min(product * (LastPlaceOf(store) - _stages[store] + 1), MaxPlacements + 1L)) > most)
        {
            return;
        }

        var best = int.MaxValue;
        foreach (var placement in Placements(stores, 0, []))
        {
            var cost = Cost(placement);
            if (cost < best)
            {
                (best, _placement) = (cost, placement);
            }
        }
    }

    /// <summary>The last sweep in which something may be written: a matrix is at once.</summary>
    private int LastPlaceOf(int store) => _matrices.Contains(store) ? _stages[store] : LastSweep;

    private IEnumerable<Dictionary<int, int>> Placements(List<int> stores, int index, Dictionary<int, int> chosen)
    {
        if (index == stores.Count)
        {
            yield return new Dictionary<int, int>(chosen);
            yield break;
        }

        for (var sweep = _stages[stores[index]]; sweep <= LastPlaceOf(stores[index]); sweep++)
        {
            chosen[stores[index]] = sweep;
            foreach (var placement in Placements(stores, index + 1, chosen))
            {
                yield return placement;
            }
        }
    }

    /// <summary>The values moved for each weight, and then the operations; the largest number if a sweep would read what is overwritten.</summary>
    private int Cost(Dictionary<int, int> placement)
    {
        var cost = 0;
        for (var sweep = 0; sweep <= LastSweep; sweep++)
        {
            if (Needed(sweep, placement) is not { } needed)
            {
                return int.MaxValue;
            }

            var moved = needed.Reloaded.Count + needed.Computed.Count(value => _program[value].Opcode is Opcode.Load or Opcode.Store);
            cost += (1000 * moved) + needed.Computed.Count;
        }

        return cost;
    }

    private SweepNeeds? Needed(int sweep, Dictionary<int, int> placement)
    {
        var needs = new SweepNeeds();
        var roots = _body.Where(value => _program[value] is { Opcode: Opcode.Reduce, IsOfEachRow: false } ? _stages[value] == sweep : placement.TryGetValue(value, out var at) && at == sweep);
        var pending = new Stack<int>(roots);
        while (pending.Count > 0)
        {
            if (!Add(pending.Pop(), sweep, placement, needs, pending))
            {
                return null;
            }
        }

        return needs;
    }

    /// <summary>Adds what a sweep needs for a value, and puts off its operands; <see langword="false"/> if it would read what is overwritten.</summary>
    private bool Add(int value, int sweep, Dictionary<int, int> placement, SweepNeeds needs, Stack<int> pending)
    {
        if (!_stages.TryGetValue(value, out var stage) || IsScalar(value) || needs.Computed.Contains(value) || needs.Reloaded.ContainsKey(value))
        {
            return true;
        }

        var instruction = _program[value];
        if (instruction.Opcode == Opcode.Load)
        {
            needs.Computed.Add(value);
            return !placement.Any(store => store.Value < sweep && _program[store.Key].Slot == instruction.Slot);
        }

        foreach (var store in placement)
        {
            if (store.Value < sweep && _program[store.Key].Operands[0] == value && instruction.Opcode != Opcode.Broadcast
                && (_readsBack || _program[store.Key].Slot!.Kind == SlotKind.Scratch))
            {
                needs.Reloaded.Add(value, _program[store.Key].Slot!);
                return true;
            }
        }

        // A reduction of an earlier sweep is known; only its total is used here.
        if (instruction.Opcode == Opcode.Reduce && stage < sweep)
        {
            return true;
        }

        needs.Computed.Add(value);
        foreach (var operand in instruction.Operands)
        {
            pending.Push(operand);
        }

        return true;
    }
}

/// <summary>What one sweep over the weights does.</summary>
internal sealed class SweepNeeds
{
    /// <summary>The values that are loaded, computed, stored or reduced.</summary>
    public HashSet<int> Computed { get; } = [];

    /// <summary>The values that are read back, each with the state that holds it.</summary>
    public Dictionary<int, Slot> Reloaded { get; } = [];

    public bool IsEmpty => Computed.Count == 0;
}
