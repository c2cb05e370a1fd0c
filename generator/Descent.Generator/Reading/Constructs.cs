using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Names for C# constructs, as an author would say them, for "… is not supported in a rule".</summary>
internal static class Constructs
{
    private const string ExtensionBlock = "an extension block (make it a method with 'this double')";

    public static string Describe(IOperation operation) => operation switch
    {
        ILoopOperation loop => loop.LoopKind switch
        {
            LoopKind.For => $"a for loop whose rounds are not known (count with an int from a constant to a constant, {CountedLoop.MaxRounds.ToString(System.Globalization.CultureInfo.InvariantCulture)} rounds at most)",
            LoopKind.ForEach => "a foreach loop over anything but a state of several values or an array that a local holds",
            _ => "a while loop",
        },
        ISwitchExpressionOperation => "a switch expression whose arms leave something over (let the last one be '_')",
        ITryOperation => "try",
        IThrowOperation => "throw (give a hyperparameter its range, and the last arm of a switch a value)",
        IUsingOperation or IUsingDeclarationOperation => "using",
        ILockOperation => "lock",
        IAnonymousFunctionOperation or IDelegateCreationOperation => "a lambda or delegate (make it a method or a local function)",
        IObjectCreationOperation => "creating an object",
        IArrayCreationOperation or ICollectionExpressionOperation => "creating an array",
        IArrayElementReferenceOperation { ArrayReference: IFieldReferenceOperation { Field: var array } } => $"array '{array.Name}' of the class (make it a table, 'static ReadOnlySpan<double> {array.Name} => [1, 2]', or a local)",
        IArrayElementReferenceOperation => "indexing an array",
        IAwaitOperation => "await",
        IInterpolatedStringOperation => "a string",
        ITupleOperation or IDeconstructionAssignmentOperation => "a tuple of anything but numbers and truth values",
        ITupleBinaryOperation => "comparing tuples",
        IConditionalOperation => "a choice between variables",
        IIsPatternOperation or IIsTypeOperation => "a pattern",
        ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation => "a null test",
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => $"parameter '{parameter.Name}' of the constructor (make it a hyperparameter, a state or a const)",
        IParameterReferenceOperation parameter => $"parameter '{parameter.Parameter.Name}' as it is used here",
        ILocalReferenceOperation local => $"variable '{local.Local.Name}' as it is used here",
        IFieldReferenceOperation { Field.AssociatedSymbol: IPropertySymbol keeper } => $"'field', what property '{keeper.Name}' keeps (make it a hyperparameter, a state or a const)",
        IFieldReferenceOperation field => $"field '{field.Field.Name}' (make it a hyperparameter, a state or a const)",
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } => $"indexing '{indexed.Syntax}' (a table has its constants written out, as in 'static ReadOnlySpan<double> Table => [1, 2]')",
        IPropertyReferenceOperation { Property: var property } when IsInBlock(property) => $"property '{property.Name}' of {ExtensionBlock}",
        IPropertyReferenceOperation property => $"property '{property.Property.Name}' (it is not a hyperparameter of this rule)",
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } function } => LocalFunctions.WhyNot(function) ?? "a local function",
        IInvocationOperation { TargetMethod: var method } when IsInBlock(method) || method is { IsImplicitlyDeclared: true, IsExtensionMethod: true } => $"calling '{NamedType(method)?.Name}.{method.Name}' of {ExtensionBlock}",
        IInvocationOperation { TargetMethod: var method } => $"calling '{NamedType(method)?.Name}.{method.Name}'{WhyNot(method)}",
        IInstanceReferenceOperation => "'this'",
        IBranchOperation => "goto, break or continue",
        ILabeledOperation => "a label",
        ILiteralOperation => "a literal of this type",
        IConversionOperation { Operand: IThrowOperation thrown } => Describe(thrown),
        IConversionOperation { Operand: { Type: null } operand } conversion => $"converting '{operand.Syntax}' to '{Name(conversion.Type)}'",
        IConversionOperation { Type: { } type } conversion when SymbolEqualityComparer.Default.Equals(type, conversion.Operand.Type) => $"a value of type '{Name(type)}'",
        IConversionOperation conversion => $"converting '{Name(conversion.Operand.Type)}' to '{Name(conversion.Type)}'",
        IBinaryOperation binary => $"operator {binary.OperatorKind} on '{Name(binary.LeftOperand.Type)}'",
        IUnaryOperation unary => $"operator {unary.OperatorKind} on '{Name(unary.Operand.Type)}'",
        ICompoundAssignmentOperation assignment => $"operator {assignment.OperatorKind} on '{Name(assignment.Target.Type)}'",
        _ => $"this construct ({operation.Kind})",
    };

    /// <summary>Why a method cannot be called, where its declaration says so; nothing of those without source, of which there is nothing to change.</summary>
    private static string WhyNot(IMethodSymbol method) => method switch
    {
        _ when RuleAttributes.Has(method, RuleAttributes.Conditional) => ", which is [Conditional]",
        { DeclaringSyntaxReferences.IsEmpty: true } => "",
        _ when HelperSignature.WhyNot(method) is { } why => $" ({why})",
        { IsStatic: false } => " (it must be static, or a method of the rule)",
        _ => "",
    };

    /// <summary>The type that a member is in; a block of extensions in it has no name.</summary>
    private static INamedTypeSymbol? NamedType(ISymbol member) => IsInBlock(member) ? NamedType(member.ContainingType) : member.ContainingType;

    private static bool IsInBlock(ISymbol member) => member.ContainingType is { Name.Length: 0 };

    public static string Name(ITypeSymbol? type) => type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? "?";
}
