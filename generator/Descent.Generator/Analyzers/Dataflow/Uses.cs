using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Who uses the values of a program.</summary>
internal sealed class Uses
{
    private readonly Program _program;
    private readonly List<int>[] _users;

    private Uses(Program program)
    {
        _program = program;
        _users = new List<int>[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            _users[value] = [];
            foreach (var operand in program[value].Operands)
            {
                _users[operand].Add(value);
            }
        }
    }

    public static Uses Of(Program program) => new(program);

    /// <summary>The instructions that take a value.</summary>
    public IReadOnlyList<int> this[int value] => _users[value];

    /// <summary>Whether anything takes the value of the instruction that loads a slot or gives the step number.</summary>
    public bool IsRead(Opcode opcode, Slot? slot)
    {
        for (var value = 0; value < _program.Count; value++)
        {
            if (_program[value].Opcode == opcode && _program[value].Slot == slot && _users[value].Count > 0)
            {
                return true;
            }
        }

        return false;
    }
}
