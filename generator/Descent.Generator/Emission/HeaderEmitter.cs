using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Trials;

namespace Descent.Generator.Emission;

/// <summary>Writes the comment at the top: what the compiler found in the rule.</summary>
internal static class HeaderEmitter
{
    private const string Strict = "Strict: every operation is one IEEE 754 operation, in the order written.";
    private const string Relaxed = "Relaxed: reciprocals and their estimates, gathered factors, fused multiply-adds and functions within 4 last places; see FloatMath.Relaxed.";

    public static void Write(SourceWriter writer, RuleModel rule, RulePlan? plan, IReadOnlyList<KernelEmitter> kernels, CudaEmitter? cuda)
    {
        writer.Line($"// {rule.Name}: compiled by Descent. {(rule.IsRelaxed ? Relaxed : Strict)}");
        if (plan is not null)
        {
            var degrees = ScaleDegrees.Of(rule, plan.Bodies);
            writer.Line($"// Degree of the update: {ScaleDegrees.Text(degrees.Gradient)} in the gradient, {ScaleDegrees.Text(degrees.Weight)} in the weight.");
        }

        foreach (var emitter in kernels)
        {
            var method = emitter.Method;
            writer.Line("//");
            writer.Line($"// {method.Name}, {(method.Sweeps == 1 ? "one sweep" : Text(method.Sweeps) + " sweeps")} over the {(rule.IsOfMatrices ? "rows" : "weights")}");
            foreach (var kernel in method.Kernels)
            {
                var name = method.Kernels.Count > 1 ? $" in {emitter.Names.Kernel(method, kernel)}" : "";
                writer.Line($"//   for each weight{name}: {Streams(kernel)}{Draws(kernel)}; {Operations(kernel)}{Calls(kernel)}{Columns(method, kernel)}");
            }

            var operations = method.Variants.SelectMany(variant => variant.Sweeps).SelectMany(sweep => sweep.Applied).Select(apply => VariantEmitter.Describe(method.Program[apply].Whole)).Distinct().ToList();
            if (operations.Count > 0)
            {
                writer.Line($"//   on whole matrices: {string.Join(", ", operations)}");
            }

            if (cuda is not null && method.Kernels.Any(kernel => kernel.Totals.Count > 0))
            {
                writer.Line($"//   on GPUs: {cuda.DescribeScalars(method.Kind)}");
            }

            if (emitter.Prologue.Inputs.Count > 0)
            {
                writer.Line($"//   once per step: {string.Join(", ", emitter.Prologue.Inputs.Select(emitter.Prologue.Describe))}");
            }
        }
    }

    /// <summary>What a kernel moves: the tensors it reads and writes, and the bytes for each weight.</summary>
    private static string Streams(Kernel kernel)
    {
        var read = kernel.Buffers.Where(buffer => buffer.IsRead).ToList();
        var written = kernel.Buffers.Where(buffer => buffer.IsWritten).ToList();
        return $"reads {Join(read)}; writes {Join(written)}; {Text(4 * kernel.Streams)} bytes in float, {Text(8 * kernel.Streams)} in double";
    }

    /// <summary>What is drawn, and how it is distributed.</summary>
    private static string Draws(Kernel kernel)
        => kernel.Draws.Count == 0 ? "" : $"; draws {string.Join(", ", kernel.Draws.Select(draw => $"{draw.Name} ({draw.Distribution.ToString().ToLowerInvariant()})"))}";

    private static string Operations(Kernel kernel)
    {
        var counts = kernel.Body.Select(value => kernel.Program[value])
            .Where(instruction => !instruction.IsControl && instruction.Opcode is not (Opcode.Load or Opcode.Broadcast))
            .GroupBy(instruction => instruction.Operation.Name)
            .Select(group => $"{Text(group.Count())} {group.Key}")
            .ToList();
        return counts.Count == 0 ? "no arithmetic" : string.Join(", ", counts);
    }

    /// <summary>What the functions cost that have vectors in <c>float</c> alone.</summary>
    private static string Calls(Kernel kernel)
    {
        var calls = kernel.Body.Count(value => kernel.Program[value].Operation.Is(OperationTraits.Lanewise));
        return calls == 0 ? "" : $"; in double {Text(calls)} {(calls == 1 ? "call" : "calls")} of C#'s own functions";
    }

    /// <summary>What a kernel takes of a column.</summary>
    private static string Columns(MethodPlan method, Kernel kernel)
        => kernel.Columns.Count == 0 ? "" : $"; takes {string.Join(", ", kernel.Columns.Select(method.NameOf))} of its column";

    private static string Join(List<Buffer> buffers) => buffers.Count == 0 ? "nothing" : string.Join(", ", buffers.Select(buffer => buffer.Parameter.Name));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
