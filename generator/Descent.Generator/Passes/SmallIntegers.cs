using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// The ints of a program that may be doubles: signs, and what choices and arithmetic make of signs and constants, as long as none can leave the
/// range of an <c>int</c> and nothing but doubles and comparisons asks for them. Each is a double without an error then.
/// </summary>
internal sealed class SmallIntegers
{
    private readonly Program _program;
    private readonly List<int>[] _uses;
    private readonly bool[] _are;

    public SmallIntegers(Program program)
    {
        _program = program;
        _are = new bool[program.Count];
        _uses = new List<int>[program.Count];
        var bounds = new double[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            _uses[value] = [];
            foreach (var operand in program[value].Operands.Items)
            {
                _uses[operand].Add(value);
            }

            bounds[value] = Bound(value, bounds);
            _are[value] = bounds[value] <= int.MaxValue && !program[value].IsConstant;
        }

        // As many as may be: those that are not are taken away, and those with them that they meet.
        var taken = new Stack<int>(Enumerable.Range(0, program.Count).Where(value => _are[value] && !MayBe(value)));
        while (taken.Count > 0)
        {
            if (taken.Pop() is var value && _are[value])
            {
                _are[value] = false;
                Neighbours(value).Where(neighbour => _are[neighbour]).ToList().ForEach(taken.Push);
            }
        }
    }

    /// <summary>Whether an <c>int</c> may be a double.</summary>
    public bool Contains(int value) => _are[value];

    /// <summary>Whether it compares an <c>int</c> that may be a double.</summary>
    public bool IsComparison(int value) => IsOfIntegers(value) && _program[value].Operands.Items.Any(Contains);

    /// <summary>Whether a constant is wanted as a double.</summary>
    public bool IsWanted(int constant) => _program[constant] is { IsConstant: true, Type: ScalarType.Integer } && _uses[constant].Any(use => _are[use] || IsComparison(use));

    /// <summary>Whether more than comparisons asks for a value, so that its zero must be the positive one, which an <c>int</c> has.</summary>
    public bool IsNumber(int value) => _uses[value].Any(use => !IsOfIntegers(use));

    private bool IsOfIntegers(int value)
        => _program[value] is { Type: ScalarType.Boolean } comparison && comparison.Operation.Is(OperationTraits.Comparison) && _program[comparison.Operands[0]].Type == ScalarType.Integer;

    /// <summary>How large its magnitude may be; infinite for what is not made of signs and constants.</summary>
    private double Bound(int value, double[] bounds)
    {
        var instruction = _program[value];
        if (instruction.Type != ScalarType.Integer)
        {
            return double.PositiveInfinity;
        }

        var (first, second) = instruction.Operands.Count switch
        {
            0 => (0, 0),
            1 => (bounds[instruction.Operands[0]], 0),
            var count => (bounds[instruction.Operands[count - 2]], bounds[instruction.Operands[count - 1]]),
        };
        return instruction.Opcode switch
        {
            Opcode.Constant => System.Math.Abs((double)(int)instruction.Bits),
            Opcode.Sign when _program[instruction.Operands[0]].Type == ScalarType.Double => 1,
            Opcode.Phi or Opcode.Min or Opcode.Max => System.Math.Max(first, second),
            Opcode.Add or Opcode.Subtract => first + second,
            Opcode.Multiply => first * second,
            Opcode.Negate or Opcode.Absolute => first,
            _ => double.PositiveInfinity,
        };
    }

    private bool MayBe(int value) => _uses[value].Count > 0 && _uses[value].All(use => _program[use].Opcode == Opcode.ToDouble || _are[use] || IsOfIntegers(use)) && Neighbours(value).All(IsSmall);

    private bool IsSmall(int value) => _are[value] || _program[value].IsConstant || _program[value].Type != ScalarType.Integer;

    /// <summary>The ints that it meets: those it is made of or is part of, and those it is compared with.</summary>
    private IEnumerable<int> Neighbours(int value)
        => _program[value].Operands.Items
            .Concat(_uses[value].Where(use => _program[use].Type == ScalarType.Integer))
            .Concat(_uses[value].Where(IsOfIntegers).SelectMany(use => _program[use].Operands.Items))
            .Where(neighbour => neighbour != value && _program[neighbour].Type == ScalarType.Integer);
}
