using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
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
        foreach (var writer in loop.Root().DescendantsAndSelf().Where(IsFunctionBeside).Append(loop))
        {
            if (writer.Syntax is StatementSyntax or ExpressionSyntax && writer.SemanticModel?.AnalyzeDataFlow(writer.Syntax) is { Succeeded: true } flow)
            {
                _written.UnionWith(flow.VariablesDeclared);
                _written.UnionWith(flow.WrittenInside);
            }
        }
    }

    /// <summary>Whether a variable is the same one in every round, and holds the same. What an object keeps its other members may write.</summary>
    public bool Share(ISymbol variable) => variable switch
    {
        IFieldSymbol field => field.IsReadOnly || IsOnlyRead(field),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } when IsOfType(constructor) => !_written.Contains(variable) && IsOnlyRead(variable),
        _ => !_written.Contains(variable),
    };

    /// <summary>Whether a value is the same in every round.</summary>
    public bool Share(IOperation value) => value switch
    {
        { ConstantValue.HasValue: true } => true,
        IConversionOperation or IBinaryOperation or IInterpolatedStringOperation or IInterpolatedStringContentOperation => value.ChildOperations.All(Share),
        _ => ParameterCalls.Variable(value) is { } variable && Share(variable),
    };

    private bool IsFunctionBeside(IOperation operation)
        => operation is IAnonymousFunctionOperation or ILocalFunctionOperation && !operation.Syntax.Span.Contains(_loop.Syntax.Span);

    /// <summary>Whether a constructor is written with its type, whose members all see its parameters.</summary>
    private static bool IsOfType(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.Any(written => written.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>Whether a loop only calls or passes what an object keeps, and runs no code that sees it.</summary>
    private bool IsOnlyRead(ISymbol kept)
    {
        return _loop.Descendants().All(operation => operation switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => false,
            IInvocationOperation call => IsOfOthers(call.TargetMethod, call.Instance),
            IPropertyReferenceOperation property => IsOfOthers(property.Property, property.Instance) || IsStored(property.Property),
            IEventReferenceOperation handled => IsOfOthers(handled.Event, handled.Instance),
            IObjectCreationOperation { Constructor: { } constructor } => IsOfOthers(constructor, instance: null),
            IFieldReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Field, kept)
                => reference.Parent is IInvocationOperation or IConversionOperation or IArgumentOperation { Parameter.RefKind: RefKind.None },
            _ => true,
        });

        bool IsOfOthers(ISymbol member, IOperation? instance)
            => instance is not IInstanceReferenceOperation && !SymbolEqualityComparer.Default.Equals(member.ContainingType, kept.ContainingType);
    }

    /// <summary>Whether a property is a value that is kept, and no code.</summary>
    private static bool IsStored(IPropertySymbol property)
        => property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}
