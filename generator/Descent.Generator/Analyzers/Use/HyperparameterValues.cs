using System.Collections.Generic;
using System.Linq;
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
        var assignment = (IAssignmentOperation)context.Operation;
        foreach (var (target, assigned) in Assigned(assignment.Target, assignment.Value))
        {
            if (target is IPropertyReferenceOperation { Property: var property }
                && types.IsOptimizer(property.ContainingType)
                && Number(assigned.ConstantValue) is { } value
                && RuleAttributes.Find(property, RuleAttributes.Hyperparameter) is { } attribute
                && HyperparameterRange.Of(attribute) is var range
                && !range.Contains(value))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    UseDescriptors.HyperparameterOutOfRange.LinkedBy(context.Options), assigned.Syntax.GetLocation(), property.Name, range.Words(value), HyperparameterRange.Text(value)));
            }
        }
    }

    /// <summary>What an assignment assigns to what: one value, or those of a tuple.</summary>
    private static IEnumerable<(IOperation Target, IOperation Value)> Assigned(IOperation target, IOperation value) => (target, value) switch
    {
        (ITupleOperation targets, ITupleOperation values) => targets.Elements.Zip(values.Elements, Assigned).SelectMany(assigned => assigned),
        (ITupleOperation, IConversionOperation { Operand: var converted }) => Assigned(target, converted),
        _ => [(target, value)],
    };

    /// <summary>A constant of type <see cref="double"/> or <see cref="int"/>; those of enumerations are ints too, and have no attribute bounds.</summary>
    private static double? Number(Optional<object?> constant) => constant.Value switch
    {
        double number => number,
        int number => number,
        _ => null,
    };
}
