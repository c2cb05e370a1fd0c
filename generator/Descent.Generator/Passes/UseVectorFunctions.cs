using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>Relaxed rules only: the functions are computed for all lanes at once, in <c>double</c> too, in a few last places.</summary>
internal static class UseVectorFunctions
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            map[value] = builder.AddMapped(axes[value].IsOfWeights() ? instruction with { Opcode = instruction.Operation.RelaxedForm ?? instruction.Opcode } : instruction, map);
        }

        return builder.ToProgram();
    }
}
