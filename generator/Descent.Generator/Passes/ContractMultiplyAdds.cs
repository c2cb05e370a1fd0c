using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Relaxed rules only: a · b + c is rounded once where the hardware can, and so is c − a · b if a or b is the same for all weights, since
/// its negative costs nothing then.
/// </summary>
internal static class ContractMultiplyAdds
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var uses = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            foreach (var operand in program[value].Operands)
            {
                uses[operand]++;
            }
        }

        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            map[value] = Contract(program[value]) ?? builder.AddMapped(program[value], map);
        }

        return builder.ToProgram();

        int? Contract(Instruction sum)
        {
            if (sum.Type != ScalarType.Double || sum.Opcode is not (Opcode.Add or Opcode.Subtract))
            {
                return null;
            }

            var (left, right) = (sum.Operands[0], sum.Operands[1]);
            if (sum.Opcode == Opcode.Add)
            {
                return IsProduct(left) ? MultiplyAdd(sum, left, right) : IsProduct(right) ? MultiplyAdd(sum, right, left) : null;
            }

            return IsProduct(right) && (IsInvariant(program[right].Operands[0]) || IsInvariant(program[right].Operands[1])) ? MultiplyAdd(sum, right, left) : null;
        }

        bool IsProduct(int value) => program[value].Opcode == Opcode.Multiply && axes[value].IsOfWeights() && uses[value] == 1;

        bool IsInvariant(int value) => !axes[value].IsOfWeights();

        int MultiplyAdd(Instruction sum, int product, int addend)
        {
            var (first, second) = (program[product].Operands[0], program[product].Operands[1]);
            if (IsInvariant(second))
            {
                (first, second) = (second, first);
            }

            var factor = sum.Opcode == Opcode.Add ? map[first] : builder.Add(Opcode.Negate, ScalarType.Double, sum.Site, map[first]);
            var result = builder.Add(Opcode.MultiplyAdd, ScalarType.Double, sum.Site, factor, map[second], map[addend]);
            if (sum.Hint is { } hint)
            {
                builder.Name(result, hint);
            }

            return result;
        }
    }
}
