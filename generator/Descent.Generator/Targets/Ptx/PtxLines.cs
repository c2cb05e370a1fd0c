using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes what is computed of each row, or each column, of many tensors: a block of threads has a piece of one, and each thread a row or column; or of each tensor, or optimizer, by one thread. It takes the totals of that, those of the tensor and of the
/// optimizer, states and what the processor knows before the step, and leaves what a loop takes, the terms of further totals, or the next values of states.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="method">The method.</param>
/// <param name="work">What is computed.</param>
internal sealed class PtxLines(PtxProgram rule, MethodPlan method, LineWork work) : PtxScalars(method, rule.Kept, work.ResultsIn(method.Program))
{
    private const int BytesOfPiece = 16;

    /// <summary>
    /// The bytes of a tensor before the addresses of its states of rows or columns: its first input, then where the totals of the tensor, of the optimizer, and of its rows or columns lie, and where what a loop takes
    /// goes; then the addresses of its states that there are one of, and of the optimizer's.
    /// </summary>
    private const int BytesBeforeStates = 7 * Bytes;
    private const int BytesBeforeKept = 5 * Bytes;

    private readonly Dictionary<Slot, string> _states = [];

    private string Name => work.Each.ToString().ToLowerInvariant();

    private IReadOnlyList<Slot> States => rule.StatesOfEach(work.Each);

    /// <summary>The text of the entry, behind its name.</summary>
    public string Write()
    {
        var (pieces, tensors, inputs, ofStep) = (Address("pieces"), Address("tensors"), Address("inputs"), Address("ofStep"));
        foreach (var parameter in new[] { pieces, tensors, inputs, ofStep })
        {
            Writer.Line($"ld.param.u64 {parameter}, [{parameter.Substring(1)}]");
            Writer.Line($"cvta.to.global.u64 {parameter}, {parameter}");
        }

        Writer.Space();
        var (line, lines) = WritePiece(pieces, tensors, ofStep, out var tensor);
        WriteTensor(tensor, inputs, line, out var totals, out var values);
        if (work.Taken.Count > 0)
        {
            WriteTaken(line, lines, values);
        }

        foreach (var total in work.Recorded)
        {
            Writer.Line($"st.global{Double} [{totals}+{Text(Bytes * work.Variant.TotalNumbers[total])}], {WriteValue(Program[total].Operands[0])}");
        }

        // A state may follow from others, which are all known before one is written.
        foreach (var (store, value) in work.Stores.Select(store => (store, WriteValue(Program[store].Operands[0]))).ToList())
        {
            Writer.Line($"st.global{Double} [{PlaceOf(Program[store].Slot!)}], {value}");
        }

        Writer.Label("DONE");
        Writer.Line("ret");
        return $"(.param .u64 pieces, .param .u64 tensors, .param .u64 inputs, .param .u64 unused, .param .u32 nothing, .param .u64 ofStep)\n{{\n{Writer}}}\n";
    }

    private (string Line, string Lines) WritePiece(string pieces, string tensors, string ofStep, out string at)
    {
        var (block, tensor, first, count, lines, line) = (Count("block"), Count("tensor"), Count("first"), Count("count"), Count(Name + "s"), Count(Name));
        var (leavesOut, isLeftOut, isNone) = (Count("leavesOut"), Writer.Register(PtxRegister.Predicate, "isLeftOut"), Writer.Register(PtxRegister.Predicate, "isNone"));
        at = Address("at");
        Writer.Comment(work.Each is Each.Row or Each.Column
            ? $"The {Name} of this thread: its tensor, the first {Name} of this block and how many there are here, and how many the tensor has."
            : $"The {Name} of this block, which one thread computes.");
        Writer.Line($"mov.u32 {block}, %ctaid.x");
        Writer.Line($"mad.wide.u32 {at}, {block}, {Text(BytesOfPiece)}, {pieces}");
        Writer.Line($"ld.global.v4.u32 {{{tensor}, {first}, {count}, {lines}}}, [{at}]");
        Writer.Line($"ld.global.u32 {leavesOut}, [{ofStep}]");
        Writer.Line($"setp.ne.u32 {isLeftOut}, {leavesOut}, 0");
        Writer.Line($"@{isLeftOut} bra DONE");
        Writer.Line($"mov.u32 {line}, %tid.x");
        Writer.Line($"setp.ge.u32 {isNone}, {line}, {count}");
        Writer.Line($"@{isNone} bra DONE");
        Writer.Line($"add.u32 {line}, {line}, {first}");
        Writer.Line($"mad.wide.u32 {at}, {tensor}, {Text(BytesBeforeStates + (Bytes * States.Count))}, {tensors}");
        return (line, lines);
    }

    /// <summary>Writes what the tensor, and the row or column, have from elsewhere.</summary>
    private void WriteTensor(string at, string inputs, string line, out string totals, out string values)
    {
        var (ofTensor, ofOptimizer) = (Address("totalsOfTensor"), Address("totalsOfOptimizer"));
        (totals, values) = (Address(work.Each is Each.Row or Each.Column ? $"totalsOf{work.Each}" : "totals"), Address("values"));
        var (ofLine, ofLoop) = (totals, values);
        var placesOfLeaves = Leaves.Where(leaf => !IsStateOfLines(Method, leaf) && !Kept.IsLoad(Program[leaf])).ToDictionary(leaf => leaf, leaf => Program[leaf] switch
        {
            { Opcode: not Opcode.Reduce } => inputs,
            { IsOverOptimizer: true } => ofOptimizer,
            { Scope: var scope } => scope.IsWithinTensor() ? ofLine : ofTensor,
        });
        if (placesOfLeaves.ContainsValue(inputs))
        {
            var firstInput = Count("firstInput");
            Writer.Line($"ld.global.u32 {firstInput}, [{at}]");
            Writer.Line($"mad.wide.u32 {inputs}, {firstInput}, {Text(Bytes)}, {inputs}");
        }

        foreach (var (place, index) in new[] { ofTensor, ofOptimizer, ofLine, ofLoop }.Select((place, index) => (place, index))
            .Where(item => placesOfLeaves.ContainsValue(item.place) || (item.place == ofLine ? work.Recorded : item.place == ofLoop ? work.Taken.Select(taken => taken.Value) : []).Any()))
        {
            WriteAddress(place, at, Bytes * (index + 1));
            if (place == ofLine)
            {
                Writer.Line($"mad.wide.u32 {place}, {line}, {Text(Bytes * rule.Totals)}, {place}");
            }
        }

        foreach (var (state, index) in States.Select((state, index) => (state, index)).Where(item => Touches(item.state)))
        {
            var place = Address(state.Name + "At");
            _states.Add(state, place);
            WriteAddress(place, at, BytesBeforeStates + (Bytes * index));
            Writer.Line($"mad.wide.u32 {place}, {line}, {Text(Bytes)}, {place}");
        }

        WriteKept(work.Stores.Concat(Leaves), at, BytesBeforeKept);
        Writer.Space();
        Writer.Comment("What is known before the step, states, and totals.");
        foreach (var leaf in Leaves)
        {
            var number = Program[leaf].Opcode == Opcode.Reduce ? work.Variant.TotalNumbers[leaf] : placesOfLeaves.ContainsKey(leaf) ? rule.PlaceOfInput(Method, leaf) : 0;
            WriteLeaf(leaf, placesOfLeaves.TryGetValue(leaf, out var table) ? $"{table}+{Text(Bytes * number)}" : PlaceOf(Program[leaf].Slot!));
        }
    }

    private string PlaceOf(Slot state) => _states.TryGetValue(state, out var place) ? place : PlaceOfKept(state);

    /// <summary>Writes what a loop takes: row after row, or for each of its values one column after the other.</summary>
    private void WriteTaken(string line, string lines, string values)
    {
        Writer.Line($"mad.wide.u32 {values}, {line}, {(work.IsOfColumns ? "" : Text(work.CountTaken) + "*")}{PtxRegister.Width}, {values}");
        foreach (var (place, scalar, value) in work.Taken)
        {
            if (!work.IsOfColumns || place == 0)
            {
                WriteRounded(scalar, value, $"{values}+{Text(work.IsOfColumns ? 0 : place)}*{PtxRegister.Width}");
                continue;
            }

            var at = Address("at");
            Writer.Line($"mad.wide.u32 {at}, {lines}, {Text(place)}*{PtxRegister.Width}, {values}");
            WriteRounded(scalar, value, at);
        }
    }

    private bool Touches(Slot state) => work.Stores.Concat(Leaves).Any(value => Program[value].Slot == state);
}
