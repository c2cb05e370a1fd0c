using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Finds an update that never writes its weight, a gradient or input that is never read, and a step number that nothing uses.</summary>
internal static class UnusedParameters
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        foreach (var method in rule.Methods)
        {
            var uses = Uses.Of(method.Written);

            // What is not read because nothing is written at all is not another mistake.
            var writes = method.Written.StoredSlots.Any();
            foreach (var parameter in method.Model.Parameters)
            {
                switch (parameter.Role)
                {
                    case ParameterRole.Weight when method == rule.Update && !method.Written.StoredSlots.Contains(parameter.Slot):
                        yield return At(DiagnosticIds.WeightNotWritten, Opcode.Load, parameter, method.Model.Name, parameter.Name);
                        break;
                    case ParameterRole.Gradient or ParameterRole.Input or ParameterRole.Random when writes && !uses.IsRead(Opcode.Load, parameter.Slot):
                        yield return At(DiagnosticIds.GradientNotRead, Opcode.Load, parameter, method.Model.Name, parameter.Name);
                        break;
                    case ParameterRole.Step when writes && !uses.IsRead(Opcode.Step, parameter.Slot):
                        yield return At(DiagnosticIds.StepNotUsed, Opcode.Step, parameter, parameter.Name);
                        break;
                }
            }

            Finding At(string id, Opcode opcode, ParameterModel parameter, params object[] arguments)
                => new(id, method.Written.Instructions.First(instruction => instruction.Opcode == opcode && instruction.Slot == parameter.Slot).Site, arguments);
        }
    }
}
