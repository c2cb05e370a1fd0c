using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Says, to those who ask, how the change of a weight scales with the gradient and with the weight.</summary>
internal static class Scale
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var degrees = rule.ScaleDegrees;
        var method = rule.Update;
        yield return new(
            DiagnosticIds.Scale,
            method.Written.Instructions.First(instruction => instruction.Slot == Slot.Weight).Site,
            rule.Model.Name,
            ScaleDegrees.Text(degrees.Gradient),
            ScaleDegrees.Text(degrees.Weight));
    }
}
