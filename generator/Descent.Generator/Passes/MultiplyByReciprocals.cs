using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Relaxed rules only: a division by what is the same for all weights becomes a multiplication by its reciprocal, which is computed once.
/// Two roundings where there was one.
/// </summary>
internal static class MultiplyByReciprocals
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var divides = instruction.Opcode == Opcode.Divide && axes[value].IsOfWeights() && !axes[instruction.Operands[1]].IsOfWeights();
            map[value] = divides ? Multiply(instruction, map, builder) : builder.AddMapped(instruction, map);
        }

        return builder.ToProgram();
    }

    private static int Multiply(Instruction division, int[] map, ProgramBuilder builder)
    {
        var one = builder.Constant(1.0, division.Site);
        var reciprocal = builder.Add(Opcode.Divide, ScalarType.Double, division.Site, one, map[division.Operands[1]]);
        var product = builder.Add(Opcode.Multiply, ScalarType.Double, division.Site, map[division.Operands[0]], reciprocal);
        if (division.Hint is { } hint)
        {
            builder.Name(product, hint);
        }

        return product;
    }
}
