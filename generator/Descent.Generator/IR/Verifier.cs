using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Descent.Generator.IR;

/// <summary>
/// Checks that a program is well formed: every operand is defined before and visible, types fit, regions are balanced. Tests run it
/// after every pass.
/// </summary>
internal sealed class Verifier
{
    private readonly Program _program;
    private readonly List<string> _errors = [];
    private readonly int[] _regionOf;
    private readonly List<Region> _regions = [new(-1, Opcode.Loop, -1)];
    private readonly Stack<int> _open = new([0]);

    // The regions that are open, for a quick look.
    private readonly HashSet<int> _isOpen = [0];

    private Verifier(Program program)
    {
        _program = program;
        _regionOf = new int[program.Count];
    }

    /// <summary>What is wrong with a program, a line each; empty if it is well formed.</summary>
    public static IReadOnlyList<string> Verify(Program program)
    {
        var verifier = new Verifier(program);
        verifier.Run();
        return verifier._errors;
    }

    private void Run()
    {
        for (var value = 0; value < _program.Count; value++)
        {
            var instruction = _program[value];
            _regionOf[value] = _open.Peek();
            CheckOperands(value, instruction);
            CheckTypes(value, instruction);
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    Open(Opcode.If, instruction.Operands[0]);
                    break;
                case Opcode.Loop:
                    Open(Opcode.Loop, -1);
                    break;
                case Opcode.Else:
                    var then = _regions[_open.Peek()];
                    Require(value, then.Kind == Opcode.If && _open.Count > 1, "'else' without 'if'");
                    if (_open.Count > 1)
                    {
                        Close();
                    }

                    Open(Opcode.Else, then.Condition);
                    break;
                case Opcode.End:
                    Require(value, _open.Count > 1, "'end' without a region");
                    if (_open.Count > 1)
                    {
                        Close();
                    }

                    break;
            }
        }

        Require(_program.Count, _open.Count == 1, "a region is not closed");
    }

    private void Open(Opcode kind, int condition)
    {
        _regions.Add(new(_open.Peek(), kind, condition));
        _open.Push(_regions.Count - 1);
        _isOpen.Add(_regions.Count - 1);
    }

    private void Close() => _isOpen.Remove(_open.Pop());

    private void CheckOperands(int value, Instruction instruction)
    {
        var arity = instruction.Operation.Arity;
        Require(value, arity < 0 || arity == instruction.Operands.Count, $"{instruction.Operation.Name} takes {Text(arity)} operands");
        for (var index = 0; index < instruction.Operands.Count; index++)
        {
            var operand = instruction.Operands[index];
            if (operand < 0 || operand >= value)
            {
                Require(value, false, $"%{Text(operand)} is not defined before");
            }
            else if (!_isOpen.Contains(_regionOf[operand]))
            {
                var region = _regions[_regionOf[operand]];
                Require(value, IsJoinedArm(instruction, index, region) || IsTotal(operand, region), $"%{Text(operand)} is not visible");
            }

            if (operand >= 0 && operand < value)
            {
                var isPlace = _program[operand].Opcode is Opcode.Reference or Opcode.Variable;
                var takesPlace = index == 0 && instruction.Opcode is Opcode.Get or Opcode.Set;
                Require(value, isPlace == takesPlace || (isPlace && instruction.Opcode == Opcode.Call), $"%{Text(operand)} is {(isPlace ? "a" : "no")} place");
            }
        }
    }

    /// <summary>A phi may take a value of the arm that its condition chooses, once that arm is closed.</summary>
    private bool IsJoinedArm(Instruction instruction, int index, Region region)
        => instruction.Opcode == Opcode.Phi
            && region.Kind == (index == 1 ? Opcode.If : Opcode.Else)
            && region.Condition == instruction.Operands[0]
            && _isOpen.Contains(region.Parent);

    /// <summary>A reduction's total is there once its loop has ended.</summary>
    private bool IsTotal(int operand, Region region)
        => _program[operand].Opcode == Opcode.Reduce && region.Kind == Opcode.Loop && _isOpen.Contains(region.Parent);

    private void CheckTypes(int value, Instruction instruction)
    {
        var types = instruction.Operands.Where(operand => operand >= 0 && operand < value).Select(operand => _program[operand].Type).ToList();
        if (types.Count != instruction.Operands.Count)
        {
            return;
        }

        var operation = instruction.Operation;
        Require(value, instruction.Payload is not null || !Payload.IsNeededBy(instruction.Opcode), $"{operation.Name} lacks its number or name");
        switch (instruction.Opcode)
        {
            case Opcode.Get:
                Require(value, types.Count is 1 or 2 && types[0] == instruction.Type && (types.Count == 1 || _program[instruction.Operands[1]].Opcode == Opcode.Call), "a place is needed");
                break;
            case Opcode.Whole:
                Require(value, instruction.Type == ScalarType.Double, "the result is a double");
                break;
            case Opcode.Call or Opcode.Return or Opcode.Apply:
                Require(value, instruction.Type == ScalarType.None, "there is no result");
                break;
            default:
                Require(
                    value,
                    operation.Signatures.Any(signature => signature.Result == instruction.Type && signature.Takes(types)),
                    $"{operation.Name} does not take {(types.Count == 0 ? "nothing" : string.Join(", ", types.Select(ProgramPrinter.TypeName)))} and give {(instruction.Type == ScalarType.None ? "nothing" : ProgramPrinter.TypeName(instruction.Type))}");
                break;
        }
    }

    private void Require(int value, bool condition, string error)
    {
        if (!condition)
        {
            _errors.Add($"%{Text(value)}: {error}");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Region(int Parent, Opcode Kind, int Condition);
}
