using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Emission;

/// <summary>Writes the comment at the top: what the compiler found in the rule.</summary>
internal static class HeaderEmitter
{
    private const string Strict = "Strict: every operation is one IEEE 754 operation, in the order written.";
    private const string Relaxed = "Relaxed: reciprocals, gathered factors and fused multiply-adds; see FloatMath.Relaxed.";

    public static void Write(SourceWriter writer, RuleModel rule, IReadOnlyList<Program> bodies, IReadOnlyList<LoweredMethod> methods, MemberNames members)
    {
        writer.Line($"// {rule.Name}: compiled by Descent. {(rule.IsRelaxed ? Relaxed : Strict)}");
        if (methods.Count > 0)
        {
            var degrees = ScaleDegrees.Of(rule, bodies);
            writer.Line($"// Degree of the update: {ScaleDegrees.Text(degrees.Gradient)} in the gradient, {ScaleDegrees.Text(degrees.Weight)} in the weight.");
        }

        foreach (var method in methods)
        {
            writer.Line("//");
            var passes = method.Variants.Max(variant => variant.Segments.Count(segment => segment.Loop is not null));
            writer.Line($"// {method.Name}, {(passes == 1 ? "one pass" : Text(passes) + " passes")} over the weights");
            foreach (var loop in method.Loops)
            {
                var number = method.Loops.Count > 1 ? $" in loop {Text(loop.Number)}" : "";
                writer.Line($"//   for each weight{number}: {Streams(method, loop)}; {Operations(method, loop)}");
            }

            WriteHoisted(writer, method, members);
        }
    }

    /// <summary>What a loop moves: the tensors it reads and writes, and the bytes for each weight.</summary>
    private static string Streams(LoweredMethod method, LoopVersion loop)
    {
        var read = method.Slots.Where(parameter => Reads(method, loop, parameter)).ToList();
        var written = method.Slots.Where(parameter => loop.Writes(method.Program, parameter)).ToList();
        var streams = read.Count + written.Count;
        return $"reads {Join(read)}; writes {Join(written)}; {Text(4 * streams)} bytes in float, {Text(8 * streams)} in double";
    }

    private static bool Reads(LoweredMethod method, LoopVersion loop, ParameterModel parameter)
        => loop.Values.Any(value => method.Program[value].Opcode == Opcode.Load && method.Program[value].Slot == parameter.Slot);

    private static string Operations(LoweredMethod method, LoopVersion loop)
    {
        var counts = loop.Values.Select(value => method.Program[value])
            .Where(instruction => !instruction.IsControl && instruction.Opcode is not (Opcode.Load or Opcode.Broadcast))
            .GroupBy(instruction => instruction.Operation.Name)
            .Select(group => $"{Text(group.Count())} {group.Key}")
            .ToList();
        return counts.Count == 0 ? "no arithmetic" : string.Join(", ", counts);
    }

    private static void WriteHoisted(SourceWriter writer, LoweredMethod method, MemberNames members)
    {
        if (method.Inputs.Count == 0)
        {
            return;
        }

        var prologue = new Prologue(method, members);
        writer.Line($"//   once per step: {string.Join(", ", method.Inputs.Select(prologue.Describe))}");
    }

    private static string Join(List<ParameterModel> parameters) => parameters.Count == 0 ? "nothing" : string.Join(", ", parameters.Select(parameter => parameter.Name));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
