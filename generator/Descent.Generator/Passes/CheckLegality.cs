using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>Finds what C# allows and a vector loop cannot do.</summary>
internal static class CheckLegality
{
    /// <summary>Something a rule may not do, where it does it.</summary>
    internal sealed record Violation(int Site, string What);

    public static EquatableArray<Violation> Run(Program program)
    {
        var rates = Rates.Of(program);
        var violations = new List<Violation>();
        var regions = new Stack<bool>();
        regions.Push(false);
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    regions.Push(regions.Peek() || rates[instruction.Operands[0]] == Rate.Element);
                    break;
                case Opcode.Loop:
                    regions.Push(false);
                    break;
                case Opcode.End:
                    regions.Pop();
                    break;
            }

            if (instruction.Type == ScalarType.Integer && rates[value] == Rate.Element)
            {
                if (instruction.Operands.Any(operand => program[operand].Type == ScalarType.Integer && rates[operand] == Rate.Element))
                {
                    // Found at the operand already.
                    continue;
                }

                violations.Add(new(instruction.Site, "an int that differs from weight to weight"));
            }
            else if (instruction.MayThrow && rates[value] < Rate.Element && regions.Peek())
            {
                violations.Add(new(instruction.Site, "an operation that may throw, under a condition that differs from weight to weight; compute it before the condition"));
            }
        }

        return violations.ToEquatableArray();
    }
}
