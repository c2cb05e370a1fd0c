using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Analyzers.Use;

/// <summary>
/// Tells what is the same in every round of a loop: constants, variables that nothing writes meanwhile, and what is made of these alone. What
/// a call, a property or an element of a list gives may be another each time.
/// </summary>
internal sealed class Rounds
{
    private readonly ILoopOperation _loop;
    private readonly HashSet<ISymbol> _written = new(SymbolEqualityComparer.Default);

    public Rounds(ILoopOperation loop)
    {
        _loop = loop;

        // The loop may call the method's other functions. Those of a query are clauses, which have no flow of their own.
        foreach (var writer in Root(loop).DescendantsAndSelf().Where(IsFunctionBeside).Append(loop))
        {
            if (writer.Syntax is StatementSyntax or ExpressionSyntax && writer.SemanticModel?.AnalyzeDataFlow(writer.Syntax) is { Succeeded: true } flow)
            {
                _written.UnionWith(flow.VariablesDeclared);
                _written.UnionWith(flow.WrittenInside);
            }
        }
    }

    /// <summary>Whether a variable is the same one in every round, and holds the same.</summary>
    public bool Share(ISymbol variable) => variable is IFieldSymbol field ? field.IsReadOnly || IsOnlyRead(field) : !_written.Contains(variable);

    /// <summary>Whether a value is the same in every round.</summary>
    public bool Share(IOperation value) => value switch
    {
        { ConstantValue.HasValue: true } => true,
        IConversionOperation or IBinaryOperation or IInterpolatedStringOperation or IInterpolatedStringContentOperation => value.ChildOperations.All(Share),
        _ => ParameterCalls.Variable(value) is { } variable && Share(variable),
    };

    private static IOperation Root(IOperation operation) => operation.Parent is { } parent ? Root(parent) : operation;

    private bool IsFunctionBeside(IOperation operation)
        => operation is IAnonymousFunctionOperation or ILocalFunctionOperation && !operation.Syntax.Span.Contains(_loop.Syntax.Span);

    /// <summary>Whether a loop only calls or passes what a field holds, and runs no code that sees the field.</summary>
    private bool IsOnlyRead(IFieldSymbol field) => _loop.Descendants().All(operation => operation switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation } or IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => false,
        IInvocationOperation call => !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, field.ContainingType),
        IFieldReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Field, field)
            => reference.Parent is IInvocationOperation or IConversionOperation or IArgumentOperation { Parameter.RefKind: RefKind.None },
        _ => true,
    });
}
