using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Structure;

/// <summary>Finds a weight that is called a gradient, or a gradient that is called a weight: <c>ref</c> stands at the wrong one of the two.</summary>
internal static class SwappedRoles
{
    private static readonly string[] s_weights = ["weight", "weights", "w", "theta", "param", "parameter"];

    private static readonly string[] s_gradients = ["gradient", "gradients", "grad", "grads", "g"];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from method in rule.Methods
           let weight = Find(method, ParameterRole.Weight)
           let gradient = Find(method, ParameterRole.Gradient)
           where weight is not null && gradient is not null && (IsOneOf(s_gradients, weight) || IsOneOf(s_weights, gradient))
           select new Finding(DiagnosticIds.SwappedRoles, SiteOf(method, weight), weight.Name, gradient.Name);

    private static ParameterModel? Find(MethodUnderCheck method, ParameterRole role) => method.Model.Parameters.FirstOrDefault(parameter => parameter.Role == role);

    private static bool IsOneOf(string[] names, ParameterModel parameter) => names.Contains(parameter.Name.Trim('_'), StringComparer.OrdinalIgnoreCase);

    private static int SiteOf(MethodUnderCheck method, ParameterModel parameter)
        => method.Written.Instructions.First(instruction => instruction.Opcode == Opcode.Load && instruction.Slot == parameter.Slot).Site;
}
