using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Analyzers.Use;

/// <summary>
/// Follows optimizers that live and die in one local variable: whether they are stepped, and whether those that look ahead are told to. An
/// optimizer that is passed on, kept or looked into is not judged.
/// </summary>
internal static class LocalOptimizers
{
    /// <summary>Methods of an optimizer that neither step it nor say that somebody does.</summary>
    private static readonly string[] s_stepless = ["Add", "BeforeGradient", "ClearGradients", "Dispose", "Evaluate", "Train"];

    public static void Check(OperationAnalysisContext context, OptimizerTypes types)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        var torch = OfTorch(creation);
        if (!types.IsOptimizer(creation.Type) || Initialized(torch ?? (IOperation)creation) is not { } declarator || Calls(declarator) is not { } calls)
        {
            return;
        }

        // What stands in a lambda beside the variable may be there to show that it throws.
        var function = Function(declarator);
        var direct = calls.Where(call => Function(call) == function).ToList();
        if (direct.Count == calls.Count && direct.Any(IsAdded) && direct.All(call => s_stepless.Contains(call.TargetMethod.Name)))
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.NeverStepped.LinkedBy(context.Options), creation.Syntax.GetLocation(), declarator.Symbol.Name));
        }

        // A step that is given a closure looks ahead itself.
        var (before, name) = torch is null ? ("BeforeGradient", "Step") : ("before_gradient", "step");
        if (types.LooksAhead(creation.Type!) && calls.All(call => call.TargetMethod.Name != before)
            && direct.FirstOrDefault(call => call.TargetMethod.Name == name && ParameterCalls.Argument(call, "closure") is null) is { } step)
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.BeforeGradientNotCalled.LinkedBy(context.Options), step.Syntax.GetLocation(), creation.Type!.Name, declarator.Symbol.Name, before));
        }
    }

    /// <summary>TorchSharp's optimizer that is made of a new rule, if one is: nobody else has that rule.</summary>
    private static IInvocationOperation? OfTorch(IOperation rule) => rule.Parent switch
    {
        IConversionOperation conversion => OfTorch(conversion),
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "For", ContainingType: { Name: "DescentOptimizer" } type } } call } when type.ContainingNamespace.ToDisplayString() == "Descent.Torch" => call,
        _ => null,
    };

    /// <summary>Whether a parameter is added: weights that are their own gradients are not, and DSC0304 says so.</summary>
    private static bool IsAdded(IInvocationOperation call) => call.TargetMethod.Name == "Add" && ParameterCalls.GradientsThatAreWeights(call) is null;

    /// <summary>The variable that is declared with a new object, which may be written <c>new()</c>.</summary>
    private static IVariableDeclaratorOperation? Initialized(IOperation creation) => creation.Parent switch
    {
        IConversionOperation conversion => Initialized(conversion),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator,
        _ => null,
    };

    /// <summary>All calls on a variable; <see langword="null"/> if anything else is done with it than calling, or setting a hyperparameter or an option.</summary>
    private static IReadOnlyList<IInvocationOperation>? Calls(IVariableDeclaratorOperation declarator)
    {
        var calls = new List<IInvocationOperation>();
        foreach (var reference in declarator.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, declarator.Symbol)))
        {
            switch (reference.Parent)
            {
                case IInvocationOperation call when call.Instance == reference:
                    calls.Add(call);
                    break;
                case IPropertyReferenceOperation { Parent: IAssignmentOperation assignment } property when assignment.Target == property:
                case IPropertyReferenceOperation { Property.Name: "Options" }:
                    break;
                default:
                    return null;
            }
        }

        return calls;
    }

    /// <summary>The lambda or local function that an operation stands in; <see langword="null"/> in the method itself.</summary>
    private static IOperation? Function(IOperation operation) => operation.Parent switch
    {
        null => null,
        IAnonymousFunctionOperation or ILocalFunctionOperation => operation.Parent,
        var parent => Function(parent),
    };
}
