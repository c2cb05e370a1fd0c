using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Relaxed rules only: a · (b · x) becomes (a · b) · x, and (a · x) / y becomes a · (x / y), where a and b are the same for all weights.
/// As many roundings as before, or fewer.
/// </summary>
internal static class GatherInvariantFactors
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var users = new int[program.Count];
        var uses = new int[program.Count];
        foreach (var (instruction, value) in program.Instructions.Select((instruction, value) => (instruction, value)))
        {
            foreach (var operand in instruction.Operands)
            {
                uses[operand]++;
                users[operand] = value;
            }
        }

        var builder = new ProgramBuilder();
        var map = new int[program.Count];

        // A value that is a factor times the mapped value; −1 if it is the mapped value.
        var factors = Enumerable.Repeat(-1, program.Count).ToArray();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var (factor, core) = Split(value);
            if (factor < 0)
            {
                map[value] = builder.AddMapped(instruction, map);
                continue;
            }

            if (uses[value] == 1 && TakesFactors(users[value], value))
            {
                (factors[value], map[value]) = (factor, core);
                continue;
            }

            map[value] = builder.Add(Opcode.Multiply, ScalarType.Double, instruction.Site, factor, core);
            if (instruction.Hint is { } hint)
            {
                builder.Name(map[value], hint);
            }
        }

        return builder.ToProgram();

        bool IsElement(int value) => axes[value].IsOfWeights();

        bool IsProduct(int value)
            => program[value].Opcode == Opcode.Multiply && IsElement(value) && program[value].Operands.Any(operand => !IsElement(operand));

        // Whether a value can be used as a factor and the rest: in another such product, or above a fraction line.
        bool TakesFactors(int user, int value)
            => IsProduct(user) || (program[user].Opcode == Opcode.Divide && IsElement(user) && program[user].Operands[0] == value && program[user].Operands[1] != value);

        (int Factor, int Core) Split(int value)
        {
            var instruction = program[value];
            if (IsProduct(value))
            {
                var element = instruction.Operands[IsElement(instruction.Operands[0]) ? 0 : 1];
                var factor = map[instruction.Operands[IsElement(instruction.Operands[0]) ? 1 : 0]];
                return (factors[element] < 0 ? factor : builder.Add(Opcode.Multiply, ScalarType.Double, instruction.Site, factor, factors[element]), map[element]);
            }

            return instruction.Opcode == Opcode.Divide && factors[instruction.Operands[0]] is >= 0 and var above
                ? (above, builder.Add(Opcode.Divide, ScalarType.Double, instruction.Site, map[instruction.Operands[0]], map[instruction.Operands[1]]))
                : (-1, -1);
        }
    }
}
