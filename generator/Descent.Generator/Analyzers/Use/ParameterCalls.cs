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
        or IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ITryOperation
        or ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation
        or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr };

    /// <summary>
    /// Whether every round of a loop both steps an optimizer and adds to it what it has already: the same name, or the same weights. What
    /// stands under a condition may happen once, an optimizer that is another in each round has nothing yet, and what is removed may be added again.
    /// </summary>
    private static bool IsAddedWhileTraining(IInvocationOperation call, ISymbol optimizer)
    {
        for (var operation = call.Parent; operation is not null && !IsConditional(operation) && !Throws(operation); operation = operation.Parent)
        {
            if (operation is ILoopOperation loop && !HasOneRound(loop))
            {
                var inside = loop.Body.DescendantsAndSelf().ToList();
                if (IsCalled("Step"))
                {
                    var rounds = new Rounds(loop);
                    return rounds.Share(optimizer) && !IsCalled("Remove") && !inside.Any(each => each is IBranchOperation or IReturnOperation)
                        && s_once.Any(name => Argument(call, name) is { } argument && rounds.Share(argument));
                }

                bool IsCalled(string name) => inside.Any(each => each is IInvocationOperation other && other.TargetMethod.Name == name
                    && SymbolEqualityComparer.Default.Equals(Variable(other.Instance), optimizer));
            }
        }

        return false;
    }

    /// <summary>A block that <c>break</c> may leave, such as <c>do { … } while (false)</c>.</summary>
    private static bool HasOneRound(ILoopOperation loop) => loop is IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: false } };

    /// <summary>Whether a body always throws at its end, if it comes there: no loop around it has another round.</summary>
    private static bool Throws(IOperation body) => body switch
    {
        IThrowOperation => true,
        IBlockOperation { Operations: { Length: > 0 } inner } => Throws(inner[inner.Length - 1]),
        _ => false,
    };

    /// <summary>What a call gives for a parameter; <see langword="null"/> if it leaves that out.</summary>
    public static IOperation? Argument(IInvocationOperation call, string name)
        => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit)?.Value;

    /// <summary>The variable that an expression is, conversions aside: a local, a parameter, or a field of this object or of a type.</summary>
    public static ISymbol? Variable(IOperation? operation) => operation switch
    {
        IConversionOperation conversion => Variable(conversion.Operand),
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };
}
