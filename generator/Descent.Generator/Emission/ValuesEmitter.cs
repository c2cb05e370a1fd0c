using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the struct of values that are computed once per step, in <c>double</c>, and shared by all tensors.</summary>
internal static class ValuesEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule, MethodPlan method, Prologue prologue, MethodNames names)
    {
        writer.Line("/// <summary>What does not differ from weight to weight: computed once per step, in double.</summary>");
        using (writer.Block($"private struct {names.Values}"))
        {
            foreach (var input in prologue.Inputs)
            {
                writer.Line($"public readonly {TypeNames.Of(method.Program[input].Type)} {prologue.Field(input)};");
            }

            foreach (var store in method.StepStores)
            {
                writer.Line($"public readonly double {prologue.NextField(method.Program[store])};");
            }

            if (method.Variants.Count > 1)
            {
                writer.Line("public readonly int Variant;");
            }

            foreach (var input in method.LateInputs)
            {
                writer.Line($"public {TypeNames.Of(method.Program[input].Type)} {prologue.Field(input)}; // once the totals are known");
            }

            writer.Line();
            var states = method.StepLoads.Select(load => $", double {prologue.StateArgument(method.Program[load])}");
            using (writer.Block($"public {names.Values}({Names.Escape(rule.Name)} rule, int step{string.Concat(states)})"))
            {
                prologue.Write(writer);
            }
        }
    }
}
