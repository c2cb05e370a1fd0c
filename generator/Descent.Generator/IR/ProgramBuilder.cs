using System;
using System.Collections.Generic;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>Collects the instructions of a new program, each under the next free position.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<int?> _known = [];

    public int Count => _instructions.Count;

    public Instruction this[int value] => _instructions[value];

    public int Add(Instruction instruction)
    {
        _instructions.Add(instruction);
        _known.Add(Evaluate(instruction));
        return _instructions.Count - 1;
    }

    /// <summary>The <c>int</c> that a value is whatever happens, if that is known already.</summary>
    public int? KnownInteger(int value) => this[value].Type == ScalarType.Integer ? _known[value] : null;

    /// <summary>Whether a condition holds whatever happens, or never does, if that is known already.</summary>
    public bool? KnownCondition(int value) => this[value].Type == ScalarType.Boolean && _known[value] is { } known ? known != 0 : null;

    public int Add(Opcode opcode, ScalarType type, int site, params int[] operands)
        => Add(new(opcode, type, operands.ToEquatableArray(), Site: site));

    public int Constant(double value, int site) => Add(new(Opcode.Constant, ScalarType.Double, default, new Payload.Literal(BitConverter.DoubleToInt64Bits(value)), Site: site));

    public int Constant(int value, int site) => Add(new(Opcode.Constant, ScalarType.Integer, default, new Payload.Literal(value), Site: site));

    public int Constant(bool value, int site) => Add(new(Opcode.Constant, ScalarType.Boolean, default, new Payload.Literal(value ? 1 : 0), Site: site));

    /// <summary>Adds a copy of an instruction of another program, its operands renamed.</summary>
    public int AddMapped(Instruction instruction, IReadOnlyList<int> map)
    {
        var operands = new int[instruction.Operands.Count];
        for (var index = 0; index < operands.Length; index++)
        {
            operands[index] = map[instruction.Operands[index]];
        }

        return Add(instruction with { Operands = operands.ToEquatableArray() });
    }

    /// <summary>Gives a value the author's name, unless it has one.</summary>
    public void Name(int value, string hint)
    {
        if (_instructions[value].Hint is null)
        {
            Rename(value, hint);
        }
    }

    /// <summary>Gives a computed value the author's name in place of any other.</summary>
    public void Rename(int value, string hint)
    {
        if (_instructions[value].Opcode is not (Opcode.Constant or Opcode.Hyperparameter or Opcode.Step or Opcode.Load or Opcode.Argument))
        {
            _instructions[value] = _instructions[value] with { Hint = hint };
        }
    }

    /// <summary>Marks int arithmetic as checked: it throws on overflow.</summary>
    public int Checked(int value)
    {
        _instructions[value] = _instructions[value] with { Payload = new Payload.Checked() };
        _known[value] = Evaluate(_instructions[value]);
        return value;
    }

    /// <summary>What an <c>int</c> is that is made of known ones; a condition that asks about them is 1 where it holds, and 0.</summary>
    private int? Evaluate(Instruction instruction)
    {
        if (instruction.Type is not (ScalarType.Integer or ScalarType.Boolean) || instruction.IsConstant)
        {
            return instruction.Type is ScalarType.Integer or ScalarType.Boolean ? (int)instruction.Bits : null;
        }

        var operands = new double[instruction.Operands.Count];
        for (var index = 0; index < operands.Length; index++)
        {
            if (_known[instruction.Operands[index]] is not { } known)
            {
                return null;
            }

            operands[index] = known;
        }

        return operands.Length > 0 && instruction.Operation.Is(OperationTraits.Pure) ? (int?)Evaluation.Of(instruction, this[instruction.Operands[0]].Type, operands) : null;
    }

    public Program ToProgram() => new(_instructions.ToEquatableArray());
}
