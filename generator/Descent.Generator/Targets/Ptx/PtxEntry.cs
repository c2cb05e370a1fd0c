using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes one kernel as an entry of a module. A block of threads has a piece of a tensor, and each thread every so-many-th weight of it. What
/// lies where comes in tables: for each piece its tensor, where it begins and how long it is; for each tensor which row of values is its own, the number of its step, the key of
/// its chance, the address of what is kept beside the weights, then those of weights, gradients and states in the order of their declaration; in a row of values two factors of the gradients, then the scalars of the step.
/// </summary>
internal sealed class PtxEntry
{
    /// <summary>How many factors of the gradients come before the scalars of a row.</summary>
    public const int Factors = 2;

    private const int BytesOfPiece = 16;
    private const int BytesOfAddress = 8;

    /// <summary>The bytes of a tensor before its addresses: its row and step, its key, and the address of what is kept beside its weights.</summary>
    private const int BytesBeforeAddresses = 24;

    private readonly PtxProgram _rule;
    private readonly MethodPlan _method;
    private readonly Kernel _kernel;
    private readonly VectorLoop _loop;
    private readonly PtxWriter _writer = new();
    private readonly Dictionary<int, string> _registers = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<int, string> _scalars = [];
    private readonly List<string> _factors = [];
    private readonly Dictionary<Slot, string> _places = [];
    private readonly string _step;
    private readonly string _key;
    private readonly string _place;
    private readonly string _beside;

    public PtxEntry(PtxProgram rule, MethodPlan method, Kernel kernel)
    {
        (_rule, _method, _kernel, _loop) = (rule, method, kernel, new(kernel));
        (_step, _key, _place, _beside) = (Count("step"), Address("key"), Count("place"), Address("beside"));
    }

    private Program Program => _kernel.Program;

    /// <summary>The text of the entry.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">When it runs.</param>
    public string Write(string name, string description)
    {
        var (pieces, tensors, values, totals) = (Address("pieces"), Address("tensors"), Address("values"), Address("totals"));
        var (clears, clearsGradients) = (Count("clears"), _writer.Register(PtxRegister.Predicate, "clearsGradients"));
        foreach (var parameter in _kernel.Totals.Count > 0 ? new[] { pieces, tensors, values, totals } : [pieces, tensors, values])
        {
            _writer.Line($"ld.param.u64 {parameter}, [{parameter.Substring(1)}]");
            _writer.Line($"cvta.to.global.u64 {parameter}, {parameter}");
        }

        _writer.Line($"ld.param.u32 {clears}, [clears]");
        _writer.Line($"setp.ne.u32 {clearsGradients}, {clears}, 0");
        _writer.Space();
        var (start, count) = WritePiece(pieces, tensors, values);
        WriteScalars(values);
        WriteStatements(_loop.Before);
        var reduction = _kernel.Totals.Count > 0 ? new PtxReduction(_writer, _kernel) : null;
        WriteLoop(start, count, clearsGradients, reduction);
        reduction?.WriteTotals(totals);
        _writer.Line("ret");
        return $"// {PtxWriter.Ascii(description)}\n.visible .entry {name}(.param .u64 pieces, .param .u64 tensors, .param .u64 values, .param .u64 totals, .param .u32 clears)\n{{\n{_writer}}}\n";
    }

    /// <summary>Writes where the piece of this block lies.</summary>
    private (string Start, string Count) WritePiece(string pieces, string tensors, string values)
    {
        var (block, tensor, start, count, unused) = (Count("block"), Count("tensor"), Count("start"), Count("count"), Count("unused"));
        var (at, row) = (Address("at"), Count("row"));
        _writer.Comment("The piece of this block: its tensor, where it begins, how many weights it has.");
        _writer.Line($"mov.u32 {block}, %ctaid.x");
        _writer.Line($"mul.wide.u32 {at}, {block}, {Text(BytesOfPiece)}");
        _writer.Line($"add.u64 {at}, {pieces}, {at}");
        _writer.Line($"ld.global.v4.u32 {{{tensor}, {start}, {count}, {unused}}}, [{at}]");
        _writer.Line($"mul.wide.u32 {at}, {tensor}, {Text(BytesBeforeAddresses + (BytesOfAddress * _rule.Memory.Count))}");
        _writer.Line($"add.u64 {at}, {tensors}, {at}");
        _writer.Line($"ld.global.v2.u32 {{{row}, {_step}}}, [{at}]");
        _writer.Line($"ld.global.u64 {_key}, [{at}+{Text(BytesOfAddress)}]");
        _writer.Line($"ld.global.u64 {_beside}, [{at}+{Text(2 * BytesOfAddress)}]");
        _writer.Line($"cvta.to.global.u64 {_beside}, {_beside}");
        foreach (var (slot, index) in _rule.Memory.Select((slot, index) => (slot, index)))
        {
            var buffer = _kernel.Buffers.FirstOrDefault(buffer => buffer.Parameter.Slot == slot);
            if (buffer is not null || (slot == Slot.Gradient && _method.Method.TakesGradients))
            {
                var first = Address((buffer?.Parameter.Name ?? slot.Name) + "First");
                _writer.Line($"ld.global.u64 {first}, [{at}+{Text(BytesBeforeAddresses + (BytesOfAddress * index))}]");
                _writer.Line($"cvta.to.global.u64 {first}, {first}");
                _places.Add(slot, first);
            }
        }

        _writer.Line($"mad.wide.u32 {values}, {row}, {Text(_rule.CountValues(_method))}*{PtxRegister.Width}, {values}");
        _writer.Space();
        return (start, count);
    }

    /// <summary>Writes the scalars of the step: numbers are of the type of the weights already, conditions are 1 or 0.</summary>
    private void WriteScalars(string values)
    {
        _writer.Comment("What is the same for all weights, rounded once.");
        foreach (var scalar in _kernel.Scalars)
        {
            var number = _writer.Register(PtxRegister.Real, _method.NameOf(scalar));
            _writer.Line($"ld.global{PtxRegister.Real} {number}, [{values}+{Text(_rule.PlaceOf(_method, scalar))}*{PtxRegister.Width}]");
            if (Program[scalar].Type == ScalarType.Boolean)
            {
                var condition = _writer.Register(PtxRegister.Predicate, _method.NameOf(scalar));
                _writer.Line($"setp.neu{PtxRegister.Real} {condition}, {number}, {PtxInstructions.Number(0)}");
                number = condition;
            }

            _scalars.Add(scalar, number);
        }

        for (var index = 0; index < Factors && _kernel.Buffers.Any(buffer => buffer.Parameter.Role == ParameterRole.Gradient); index++)
        {
            _factors.Add(_writer.Register(PtxRegister.Real, "factor"));
            _writer.Line($"ld.global{PtxRegister.Real} {_factors[index]}, [{values}+{Text(index)}*{PtxRegister.Width}]");
        }
    }

    private void WriteLoop(string start, string count, string clearsGradients, PtxReduction? reduction)
    {
        var (index, threads, isDone) = (Count("index"), Count("threads"), _writer.Register(PtxRegister.Predicate, "isDone"));
        _writer.Space();
        if (reduction is null)
        {
            _writer.Line($"mov.u32 {index}, %tid.x");
            _writer.Line($"mov.u32 {threads}, %ntid.x");
        }
        else
        {
            count = reduction.WriteStart(index, threads, count);
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
        foreach (var load in _loop.Loads)
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
        foreach (var store in _loop.Outputs)
        {
            if (Program[store].Opcode == Opcode.Reduce)
            {
                reduction!.WriteTerm(store, Operand(Program[store].Operands[0]));
                continue;
            }

            var value = Operand(Program[store].Operands[0]);
            _writer.Line($"store.{MemoryOf(Program[store].Slot!)} [{addresses[Program[store].Slot!]}], {value}");
        }

        if (addresses.TryGetValue(Slot.Gradient, out var gradient))
        {
            _writer.Line($"@{clearsGradients} clear.{MemoryOf(Slot.Gradient)} [{gradient}]");
        }

        _writer.Line($"add.u32 {index}, {index}, {threads}");
        _writer.Line("bra EACH_WEIGHT");
        _writer.Label("END");
    }

    /// <summary>Writes what draws a random value: a function of the key, the step, the weight and the use.</summary>
    private void WriteDraw(int load, ParameterModel draw)
    {
        var register = _writer.Register(PtxRegister.Real, draw.Name);
        Keep(load, register);
        _writer.Line($"call ({register}), {draw.Distribution}, ({_key}, {_step}, {_place}, {Text(draw.Use)})");
    }

    private void WriteStatements(IEnumerable<int> values)
    {
        foreach (var value in values.Where(value => Program[value].Opcode != Opcode.Broadcast))
        {
            _writer.Space();
            var name = Suggest(value);
            _writer.Comment($"{name} = {Formula(value).Text.Replace("TLanes.", "")}");
            Keep(value, Compute(value, name));
        }
    }

    private void Keep(int value, string register)
    {
        _registers.Add(value, register);
        _names.Add(value, register.Substring(1));
    }

    /// <summary>The register of a value, computed where it is used if it has none of its own; or the number that it is.</summary>
    private string Operand(int value) => _registers.TryGetValue(value, out var register) ? register : Compute(value, Suggest(value));

    private string Compute(int value, string name)
    {
        var instruction = Program[value];
        if (instruction.Opcode == Opcode.Broadcast)
        {
            return Broadcast(Program[instruction.Operands[0]], instruction.Operands[0]);
        }

        var form = _loop.FormOf(value);
        var operands = form == VectorForm.Never ? [] : instruction.Operands.Select(Operand).ToList();
        var result = _writer.Register(instruction.Type == ScalarType.Boolean ? PtxRegister.Predicate : PtxRegister.Real, name);
        switch (form)
        {
            case VectorForm.IsNaN:
                _writer.Line($"setp.nan{PtxRegister.Real} {result}, {operands[0]}, {operands[0]}");
                break;
            case VectorForm.IsNumber:
                _writer.Line($"setp.num{PtxRegister.Real} {result}, {operands[0]}, {operands[0]}");
                break;
            case VectorForm.Never:
                WriteTruth(result, holds: false);
                break;
            case VectorForm.OtherMask:
                PtxInstructions.Table[Opcode.ExclusiveOr](_writer, result, operands);
                break;
            case VectorForm.SameMask:
                PtxInstructions.Table[Opcode.ExclusiveOr](_writer, result, operands);
                _writer.Line($"not.pred {result}, {result}");
                break;
            case VectorForm.Operation when instruction is { Opcode: Opcode.Select, Type: ScalarType.Boolean }:
                PtxInstructions.WriteChoice(_writer, result, operands);
                break;
            default:
                PtxInstructions.Table[instruction.Opcode](_writer, result, operands);
                break;
        }

        return result;
    }

    private string Broadcast(Instruction scalar, int value)
    {
        if (!scalar.IsConstant)
        {
            return _scalars[value];
        }

        if (scalar.Type == ScalarType.Double)
        {
            return PtxInstructions.Number(scalar.DoubleValue);
        }

        var truth = _writer.Register(PtxRegister.Predicate, scalar.Bits != 0 ? "always" : "never");
        WriteTruth(truth, scalar.Bits != 0);
        return truth;
    }

    private void WriteTruth(string result, bool holds) => _writer.Line($"setp.{(holds ? "eq" : "ne")}.u32 {result}, %clears, %clears");

    private string Suggest(int value)
    {
        var instruction = Program[value];
        return _loop.StoreOf(value) is { } store && _kernel.Buffers.First(buffer => buffer.Parameter.Slot == Program[store].Slot).Parameter.Name is var stored && (instruction.Hint is null || instruction.Hint == stored)
            ? "next" + Names.Pascal(stored)
            : instruction.Hint ?? ValueNames.Of(Program, value, _method.Method.StepName) ?? (instruction.Type == ScalarType.Boolean ? "condition" : "value");
    }

    /// <summary>What a value is computed from, for people.</summary>
    private Expression Formula(int value)
    {
        var operands = Program[value].Operands;
        return _loop.FormOf(value) switch
        {
            VectorForm.IsNaN => Expression.Call("IsNaN", Named(operands[0])),
            VectorForm.IsNumber => Expression.Prefix("!", Expression.Call("IsNaN", Named(operands[0]))),
            VectorForm.Never => Expression.Primary("false"),
            VectorForm.SameMask => Expression.Binary(Named(operands[0]), "==", Named(operands[1]), Precedence.Equality),
            VectorForm.OtherMask => Expression.Binary(Named(operands[0]), "!=", Named(operands[1]), Precedence.Equality),
            _ when Program[value].Opcode == Opcode.Broadcast => Expression.Primary(Program[operands[0]].IsConstant ? Literals.Of(Program[operands[0]]) : _method.NameOf(operands[0])),
            _ => VectorExpressions.Of(Program[value].Opcode, Program[value], [.. operands.Select(Named)]),
        };
    }

    private Expression Named(int value) => _names.TryGetValue(value, out var name) ? Expression.Primary(name) : Formula(value);

    /// <summary>The number of a memory, by which its storage is known once a module is loaded.</summary>
    private string MemoryOf(Slot slot) => Text(_rule.Memory.TakeWhile(memory => memory != slot).Count());

    private string Address(string name) => _writer.Register(PtxRegister.Address, name);

    private string Count(string name) => _writer.Register(PtxRegister.Count, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
