using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Targets.Ptx;

/// <content>What is computed of each weight.</content>
internal sealed partial class PtxEntry
{
    private void WriteStatements(IEnumerable<int> values)
    {
        foreach (var value in values.Where(value => Program[value].Opcode != Opcode.Broadcast && _needed.Contains(value)))
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
            _ => VectorExpressions.Of(Program[value], [.. operands.Select(Named)]),
        };
    }

    private Expression Named(int value) => _names.TryGetValue(value, out var name) ? Expression.Primary(name) : Formula(value);
}
