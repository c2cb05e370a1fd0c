using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Analyzers.Use;

/// <summary>Finds constants that the setter of a hyperparameter would refuse, of rules in other assemblies too.</summary>
internal static class HyperparameterValues
{
    public static void Check(OperationAnalysisContext context, OptimizerTypes types)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IPropertyReferenceOperation { Property: var property }
            || !types.IsOptimizer(property.ContainingType)
            || Number(assignment.Value.ConstantValue) is not { } value
            || RuleAttributes.Find(property, RuleAttributes.Hyperparameter) is not { } attribute)
        {
            return;
        }

        var range = HyperparameterRange.Of(attribute);
        if (!range.Contains(value))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                UseDescriptors.HyperparameterOutOfRange.LinkedBy(context.Options), assignment.Value.Syntax.GetLocation(), property.Name, range.Words(value), HyperparameterRange.Text(value)));
        }
    }

    /// <summary>A constant of type <see cref="double"/> or <see cref="int"/>; those of enumerations are ints too, and have no attribute bounds.</summary>
    private static double? Number(Optional<object?> constant) => constant.Value switch
    {
        double number => number,
        int number => number,
        _ => null,
    };
}
