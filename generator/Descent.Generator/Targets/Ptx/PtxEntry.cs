using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes one kernel as an entry of a module. A block of threads has a piece of a tensor, and each thread some weights of it (<see cref="PtxWalk"/>). What
/// lies where comes in tables: for each piece its tensor, where it begins and how long it is; for each tensor which row of values is its own, the number of its step, where what
/// its chance follows from lies, the address of what is kept beside the weights, what it is as a matrix where the rule names rows or columns, then the addresses of weights, gradients, states and inputs in the
/// order of their declaration; in a row of values two factors of the gradients, then the scalars of the step. What is the same for all tensors of the step is whether it is left out, and two more factors.
/// </summary>
internal sealed partial class PtxEntry
{
    /// <summary>How many factors of the gradients come before the scalars of a row.</summary>
    public const int Factors = 2;

    /// <summary>The place of the factors of all gradients, in numbers of the type of the weights, and the label behind all that is left out.</summary>
    private const int PlaceOfFactors = 2;
    private const string LeftOut = "LEFT_OUT";

    private const int BytesOfPiece = 16;
    private const int BytesOfAddress = 8;

    /// <summary>The bytes of a tensor before its addresses, and what it is as a matrix: its row and step, the address of its key, and the address of what is kept beside its weights.</summary>
    private const int BytesBeforeMatrix = 24;

    private readonly PtxProgram _rule;
    private readonly MethodPlan _method;
    private readonly Kernel _kernel;
    private readonly VectorLoop _loop;
    private readonly PtxWriter _writer = new();
    private readonly Dictionary<int, string> _registers = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, string> _scalars = [];
    private readonly Dictionary<int, string> _columns = [];
    private readonly List<string> _factors = [];
    private readonly Dictionary<Slot, string> _places = [];
    private readonly string _step;
    private readonly string _key;
    private readonly string _place;
    private readonly string _beside;
    private readonly bool _isOfColumns;
    private readonly List<int> _outputs;
    private readonly HashSet<int> _needed = [];
    private PtxMatrix? _matrix;

    /// <summary>Begins an entry.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="method">The method.</param>
    /// <param name="kernel">Its loop.</param>
    /// <param name="isOfColumns">Whether it takes the totals of columns, and nothing else; all else is another entry.</param>
    public PtxEntry(PtxProgram rule, MethodPlan method, Kernel kernel, bool isOfColumns = false)
    {
        (_rule, _method, _kernel, _loop, _isOfColumns) = (rule, method, kernel, new(kernel), isOfColumns);
        (_step, _key, _place, _beside) = (Count("step"), Address("key"), Count("place"), Address("beside"));
        _outputs = [.. _loop.Outputs.Where(output => Program[output].IsOfColumns == isOfColumns)];
        foreach (var output in _outputs)
        {
            Need(output);
        }
    }

    private Program Program => _kernel.Program;

    private IReadOnlyList<int> Totals => [.. _outputs.Where(output => Program[output].Opcode == Opcode.Reduce)];

    private int BytesBeforeAddresses => BytesBeforeMatrix + (_rule.IsOfMatrices ? PtxMatrix.Bytes : 0);

    private bool ReadsGradients => _loop.Loads.Any(load => _needed.Contains(load) && Program[load].Slot == Slot.Gradient);

    /// <summary>The text of the entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">When it runs.</param>
    public string Write(string name, string description)
    {
        var (pieces, tensors, values, totals, ofStep) = (Address("pieces"), Address("tensors"), Address("values"), Address("totals"), Address("ofStep"));
        var (clears, clearsGradients) = (Count("clears"), _writer.Register(PtxRegister.Predicate, "clearsGradients"));
        foreach (var parameter in Totals.Count > 0 ? new[] { pieces, tensors, values, totals, ofStep } : [pieces, tensors, values, ofStep])
        {
            _writer.Line($"ld.param.u64 {parameter}, [{parameter.Substring(1)}]");
            _writer.Line($"cvta.to.global.u64 {parameter}, {parameter}");
        }

        _writer.Line($"ld.param.u32 {clears}, [clears]");
        _writer.Line($"setp.ne.u32 {clearsGradients}, {clears}, 0");
        _writer.Space();
        var (start, count) = WritePiece(pieces, tensors, values);
        WriteScalars(values, ofStep);
        if (_matrix is null)
        {
            WriteStatements(_loop.Before);
        }

        var walk = WalkOver();
        WriteLoop(walk, start, count, clearsGradients);
        walk.WriteTotals(totals);
        _writer.Label(LeftOut);
        _writer.Line("ret");
        return $"// {PtxWriter.Ascii(description)}\n.visible .entry {name}(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears, .param .u64 ofStep){walk.Limit}\n{{\n{_writer}}}\n";
    }

    private PtxWalk WalkOver()
    {
        return _matrix is null ? Totals.Count > 0 ? new PtxReduction(_writer, NewTotals) : new PtxEachWeight(_writer)
            : _isOfColumns ? new PtxColumns(_writer, _matrix, NewTotals())
            : new PtxRows(_writer, _matrix, NewTotals);

        PtxTotals NewTotals() => new(_writer, _kernel, Totals);
    }

    private void Need(int value)
    {
        if (_kernel.Body.Contains(value) && _needed.Add(value))
        {
            foreach (var operand in Program[value].Operands)
            {
                Need(operand);
            }
        }
    }

    /// <summary>Writes where the piece of this block lies.</summary>
    private (string Start, string Count) WritePiece(string pieces, string tensors, string values)
    {
        var (block, tensor, start, count) = (Count("block"), Count("tensor"), Count("start"), Count("count"));
        _matrix = _rule.IsOfMatrices ? new(_writer) : null;
        var firstTotal = _matrix?.FirstTotal ?? Count("unused");
        var (at, row) = (Address("at"), Count("row"));
        _writer.Comment("The piece of this block: its tensor, where it begins, how many weights it has.");
        _writer.Line($"mov.u32 {block}, %ctaid.x");
        _writer.Line($"mul.wide.u32 {at}, {block}, {Text(BytesOfPiece)}");
        _writer.Line($"add.u64 {at}, {pieces}, {at}");
        _writer.Line($"ld.global.v4.u32 {{{tensor}, {start}, {count}, {firstTotal}}}, [{at}]");
        _writer.Line($"mul.wide.u32 {at}, {tensor}, {Text(BytesBeforeAddresses + (BytesOfAddress * _rule.Memory.Count))}");
        _writer.Line($"add.u64 {at}, {tensors}, {at}");
        _writer.Line($"ld.global.v2.u32 {{{row}, {_step}}}, [{at}]");
        _writer.Line($"ld.global.u64 {_key}, [{at}+{Text(BytesOfAddress)}]");
        _writer.Line($"ld.global.u64 {_beside}, [{at}+{Text(2 * BytesOfAddress)}]");
        _writer.Line($"cvta.to.global.u64 {_beside}, {_beside}");
        foreach (var (slot, index) in _rule.Memory.Select((slot, index) => (slot, index)))
        {
            var buffer = _kernel.Buffers.FirstOrDefault(buffer => buffer.Parameter.Slot == slot);
            if (_isOfColumns ? _needed.Any(value => Program[value].Slot == slot) : buffer is not null || (slot == Slot.Gradient && _method.Method.TakesGradients))
            {
                var first = Address((buffer?.Parameter.Name ?? slot.Name) + "First");
                _writer.Line($"ld.global.u64 {first}, [{at}+{Text(BytesBeforeAddresses + (BytesOfAddress * index))}]");
                _writer.Line($"cvta.to.global.u64 {first}, {first}");
                _places.Add(slot, first);
            }
        }

        _matrix?.WriteTensor(at, BytesBeforeMatrix);
        _writer.Line($"mad.wide.u32 {values}, {row}, {Text(_rule.CountValues(_method))}*{PtxRegister.Width}, {values}");
        _writer.Space();
        return (start, count);
    }

    /// <summary>Writes the scalars of the step: numbers are of the type of the weights already, conditions are 1 or 0.</summary>
    private void WriteScalars(string values, string ofStep)
    {
        var (leavesOut, isLeftOut) = (Count("leavesOut"), _writer.Register(PtxRegister.Predicate, "isLeftOut"));
        _writer.Line($"ld.global.u32 {leavesOut}, [{ofStep}]");
        _writer.Comment("What is the same for all weights, rounded once.");
        foreach (var scalar in _kernel.Scalars.Where(scalar => IsNeeded(scalar) && !_method.AxesOf(scalar).IsOfRows()))
        {
            _scalars.Add(scalar, WriteNumber(scalar, $"{values}+{Text(_rule.PlaceOf(_method, scalar))}*{PtxRegister.Width}"));
        }

        for (var index = 0; index < Factors && ReadsGradients; index++)
        {
            _factors.Add(_writer.Register(PtxRegister.Real, "factor"));
            _writer.Line($"ld.global{PtxRegister.Real} {_factors[index]}, [{values}+{Text(index)}*{PtxRegister.Width}]");
            var ofAll = _writer.Register(PtxRegister.Real, "factorOfAll");
            _writer.Line($"ld.global{PtxRegister.Real} {ofAll}, [{ofStep}+{Text(PlaceOfFactors + index)}*{PtxRegister.Width}]");
            _writer.Line($"mul.rn{PtxRegister.Real} {_factors[index]}, {_factors[index]}, {ofAll}");
        }

        _writer.Line($"setp.ne.u32 {isLeftOut}, {leavesOut}, 0");
        _writer.Line($"@{isLeftOut} bra {LeftOut}");
    }

    /// <summary>Writes a number from a table; a condition is 1 or 0 there.</summary>
    private string WriteNumber(int scalar, string at)
    {
        var number = _writer.Register(PtxRegister.Real, _method.NameOf(scalar));
        _writer.Line($"ld.global{PtxRegister.Real} {number}, [{at}]");
        if (Program[scalar].Type != ScalarType.Boolean)
        {
            return number;
        }

        var condition = _writer.Register(PtxRegister.Predicate, _method.NameOf(scalar));
        _writer.Line($"setp.neu{PtxRegister.Real} {condition}, {number}, {PtxInstructions.Number(0)}");
        return condition;
    }

    /// <summary>Whether the entry takes what there is one of for the step, the tensor, or a row or column.</summary>
    private bool IsNeeded(int scalar) => BroadcastsOf(scalar).Any();

    private IEnumerable<int> BroadcastsOf(int scalar) => _needed.Where(value => Program[value].Opcode == Opcode.Broadcast && Program[value].Operands[0] == scalar);

    private void WriteLoop(PtxWalk walk, string start, string count, string clearsGradients)
    {
        var (index, threads, isDone) = (Count("index"), Count("threads"), _writer.Register(PtxRegister.Predicate, "isDone"));
        _writer.Space();
        count = walk.WriteStart(index, threads, start, count);
        if (_matrix is not null)
        {
            WriteMatrix();
        }

        _writer.Label("EACH_WEIGHT");
        _writer.Line($"setp.ge.u32 {isDone}, {index}, {count}");
        _writer.Line($"@{isDone} bra END");
        _writer.Line($"add.u32 {_place}, {start}, {index}");
        var addresses = _places.ToDictionary(pair => pair.Key, pair =>
        {
            var address = Address(pair.Value.Substring(1).Replace("First", "At"));
            _writer.Line($"mad.wide.u32 {address}, {_place}, {PtxRegister.Width}{MemoryOf(pair.Key)}, {pair.Value}");
            return address;
        });
        if (_isOfColumns)
        {
            WriteRowScalars();
            WriteStatements(_loop.Before);
        }

        WriteColumnScalars();
        foreach (var load in _loop.Loads.Where(_needed.Contains))
        {
            var slot = Program[load].Slot!;
            if (_kernel.Draws.FirstOrDefault(draw => draw.Slot == slot) is { } draw)
            {
                WriteDraw(load, draw);
                continue;
            }

            var register = _writer.Register(PtxRegister.Real, _kernel.Buffers.First(buffer => buffer.Parameter.Slot == slot).Parameter.Name);
            Keep(load, register);
            _writer.Line($"load.{MemoryOf(slot)} {register}, [{addresses[slot]}]");
            foreach (var factor in slot == Slot.Gradient ? _factors : [])
            {
                _writer.Line($"mul.rn{PtxRegister.Real} {register}, {register}, {factor}");
            }
        }

        WriteStatements(_loop.Statements);
        foreach (var store in _outputs)
        {
            if (Program[store].Opcode == Opcode.Reduce)
            {
                walk.WriteTerm(store, Operand(Program[store].Operands[0]));
                continue;
            }

            var value = Operand(Program[store].Operands[0]);
            _writer.Line($"store.{MemoryOf(Program[store].Slot!)} [{addresses[Program[store].Slot!]}], {value}");
        }

        if (!_isOfColumns && addresses.TryGetValue(Slot.Gradient, out var gradient))
        {
            _writer.Line($"@{clearsGradients} clear.{MemoryOf(Slot.Gradient)} [{gradient}]");
        }

        WriteNext(walk);
        _writer.Line($"add.u32 {index}, {index}, {threads}");
        _writer.Line("bra EACH_WEIGHT");
        _writer.Label("END");
    }

    /// <summary>Writes what draws a random value: a function of the address of the key, the step, the weight and the use.</summary>
    private void WriteDraw(int load, ParameterModel draw)
    {
        var register = _writer.Register(PtxRegister.Real, draw.Name);
        Keep(load, register);
        _writer.Line($"call ({register}), {draw.Distribution}, ({_key}, {_step}, {_place}, {Text(draw.Use)})");
    }

    /// <summary>The number of a memory, by which its storage is known once a module is loaded.</summary>
    private string MemoryOf(Slot slot) => Text(_rule.Memory.TakeWhile(memory => memory != slot).Count());

    private string Address(string name) => _writer.Register(PtxRegister.Address, name);

    private string Count(string name) => _writer.Register(PtxRegister.Count, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
