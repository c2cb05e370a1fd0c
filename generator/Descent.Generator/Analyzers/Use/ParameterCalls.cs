using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Analyzers.Use;

/// <summary>Finds calls that give weights as their own gradients, and parameters that are added in the loop that steps.</summary>
internal static class ParameterCalls
{
    /// <summary>Arguments of <c>Add</c> of which an optimizer takes each value once.</summary>
    private static readonly string[] s_once = ["name", "weights"];

    public static void Check(OperationAnalysisContext context, OptimizerTypes types)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not ("Add" or "Update" or "Reference") || !types.IsOptimizer(call.TargetMethod.ContainingType))
        {
            return;
        }

        if (GradientsThatAreWeights(call) is { } gradients)
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.GradientsAreWeights.LinkedBy(context.Options), gradients.Syntax.GetLocation(), Variable(gradients)!.Name));
        }

        if (call.TargetMethod.Name == "Add" && Variable(call.Instance) is { } optimizer && IsAddedWhileTraining(call, optimizer))
        {
            context.ReportDiagnostic(Diagnostic.Create(UseDescriptors.AddWhileTraining.LinkedBy(context.Options), call.Syntax.GetLocation(), optimizer.Name));
        }
    }

    /// <summary>The gradients that a call is given, if they are the weights that it is given: it throws.</summary>
    public static IOperation? GradientsThatAreWeights(IInvocationOperation call)
        => Argument(call, "weights") is { } weights && Argument(call, "gradients") is { } gradients
            && Variable(weights) is { } variable && SymbolEqualityComparer.Default.Equals(variable, Variable(gradients))
                ? gradients
                : null;

    /// <summary>Whether what is inside may be skipped, or run at another time.</summary>
    private static bool IsConditional(IOperation operation) => operation is IAnonymousFunctionOperation or ILocalFunctionOperation
        or IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or ITryOperation;

    /// <summary>
    /// Whether every round of a loop both steps an optimizer and adds to it what it has already: the same name, or the same weights. What
    /// stands under a condition may happen once, and an optimizer of the loop's own is new in each round.
    /// </summary>
    private static bool IsAddedWhileTraining(IInvocationOperation call, ISymbol optimizer)
    {
        for (var operation = call.Parent; operation is not null && !IsConditional(operation); operation = operation.Parent)
        {
            if (operation is ILoopOperation loop)
            {
                var inside = loop.Body.DescendantsAndSelf().ToList();
                if (loop.Locals.Any(local => SymbolEqualityComparer.Default.Equals(local, optimizer))
                    || inside.Any(each => each is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, optimizer))
                    || inside.Any(each => each is IAssignmentOperation assignment && SymbolEqualityComparer.Default.Equals(Variable(assignment.Target), optimizer))
                    || inside.Any(each => each is IBranchOperation or IReturnOperation))
                {
                    return false;
                }

                if (inside.Any(each => each is IInvocationOperation { TargetMethod.Name: "Step" } step && SymbolEqualityComparer.Default.Equals(Variable(step.Instance), optimizer)))
                {
                    return s_once.Any(name => Argument(call, name) is { } argument && IsSame(argument, loop));
                }
            }
        }

        return false;
    }

    /// <summary>Whether a value is the same in every round: it comes from no call, is not made there, and comes from no variable of the loop or that the loop writes.</summary>
    private static bool IsSame(IOperation value, ILoopOperation loop)
    {
        var changing = new HashSet<ISymbol>(loop.Locals, SymbolEqualityComparer.Default);
        foreach (var operation in loop.Descendants())
        {
            if (operation is IVariableDeclaratorOperation declarator)
            {
                changing.Add(declarator.Symbol);
            }
            else if (operation switch { IAssignmentOperation assignment => assignment.Target, IIncrementOrDecrementOperation step => step.Target, _ => null } is { } target && Variable(target) is { } written)
            {
                changing.Add(written);
            }
        }

        return value.DescendantsAndSelf().All(part => part is not (IInvocationOperation or IObjectCreationOperation or IArrayCreationOperation or ICollectionExpressionOperation) && (Variable(part) is not { } variable || !changing.Contains(variable)));
    }

    private static IOperation? Argument(IInvocationOperation call, string name)
        => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;

    /// <summary>The variable that an expression is, conversions aside: a local, a parameter, or a field of this object or of a type.</summary>
    private static ISymbol? Variable(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Variable(conversion.Operand),
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };
}
