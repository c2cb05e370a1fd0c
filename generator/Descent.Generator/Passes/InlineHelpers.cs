using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>Replaces every call by the body of the helper. Recursion was refused when the rule was read, so it ends.</summary>
internal static class InlineHelpers
{
    public static Program Run(Program program, IReadOnlyList<Function> functions)
    {
        var builder = new ProgramBuilder();
        var results = Copy(program, arguments: [], site: -1, functions.ToDictionary(function => function.Name), builder);
        if (program.Count > 0 && program[program.Count - 1] is { Opcode: Opcode.Return } returned)
        {
            builder.Add(returned with { Operands = results.ToEquatableArray() });
        }

        return builder.ToProgram();
    }

    /// <summary>
    /// Copies a body and returns the operands of its <c>return</c>, if it has one. What has no place in the source, as the body of
    /// another assembly's helper, takes that of the call.
    /// </summary>
    private static IReadOnlyList<int> Copy(
        Program body, IReadOnlyList<int> arguments, int site, Dictionary<string, Function> functions, ProgramBuilder builder)
    {
        var map = new int[body.Count];
        var results = new Dictionary<int, (IReadOnlyList<int> Values, int Start)>();
        for (var value = 0; value < body.Count; value++)
        {
            var instruction = body[value];
            switch (instruction.Opcode)
            {
                case Opcode.Argument when arguments.Count > 0:
                    map[value] = arguments[(int)instruction.Bits];
                    break;
                case Opcode.Call:
                    var start = builder.Count;
                    var operands = instruction.Operands.Select(operand => map[operand]).ToList();
                    var place = instruction.Site >= 0 ? instruction.Site : site;
                    results[value] = (Copy(functions[instruction.Symbol!].Body, operands, place, functions, builder), start);
                    break;
                case Opcode.Result:
                    var (values, from) = results[instruction.Operands[0]];
                    map[value] = values[(int)instruction.Bits];
                    if (map[value] >= from && instruction.Hint is { } hint)
                    {
                        builder.Rename(map[value], hint);
                    }

                    break;
                case Opcode.Return:
                    return [.. instruction.Operands.Select(operand => map[operand])];
                default:
                    map[value] = builder.AddMapped(instruction.Site >= 0 ? instruction : instruction with { Site = site }, map);
                    break;
            }
        }

        return [];
    }
}
