using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads calls of <c>[MatrixOperation]</c> methods, which stand for a method over views of whole matrices. A square state is a
/// value like any other: one that is written is another value from then on.
/// </summary>
internal sealed class MatrixReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    /// <summary>Whether a call is one of an operation on whole matrices.</summary>
    public static bool IsOperation(IInvocationOperation invocation) => RuleAttributes.Has(invocation.TargetMethod, RuleAttributes.MatrixOperation);

    /// <summary>Whether a type is that of square states.</summary>
    public static bool IsSquare(ITypeSymbol type)
        => type is INamedTypeSymbol { Name: "SquareMatrix", ContainingType: null, ContainingNamespace: { Name: "Descent", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Reads a call.</summary>
    /// <returns>The value of each weight that it gives; nothing of meaning if it gives none.</returns>
    public int Read(IInvocationOperation invocation, int site)
    {
        var face = invocation.TargetMethod;
        var name = RuleAttributes.Find(face, RuleAttributes.MatrixOperation)!.NamedArguments.FirstOrDefault(argument => argument.Key == "Method").Value.Value as string ?? face.Name;
        if (FindKinds(face, name) is not { } kinds)
        {
            context.Unsupported(
                invocation,
                $"the [MatrixOperation] '{face.Name}': its type has no method '{name}<T>' that takes a ReadOnlyMatrixView<T> for each value of a weight, a MatrixView<T> for each square state, the numbers as they are, {(face.ReturnsVoid ? "" : "a MatrixView<T> for the result, ")}and a MatrixWorkspace");
            return expressions.Placeholder(ScalarType.Double, site);
        }

        var operands = new int[face.Parameters.Length];
        foreach (var argument in invocation.Arguments)
        {
            operands[argument.Parameter!.Ordinal] = IsSquare(argument.Parameter.Type) ? ReadSquare(argument.Value) : expressions.Read(argument.Value);
        }

        var operation = new WholeOperation(
            $"{face.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{Names.Escape(name)}",
            kinds.Select(kind => new WholeArgument(kind)).ToEquatableArray(),
            !face.ReturnsVoid);
        var slots = invocation.Arguments.Where(argument => IsSquare(argument.Parameter!.Type)).ToDictionary(argument => argument.Parameter!.Ordinal, argument => Symbol(argument.Value));
        CheckOwners(invocation);
        if (slots.Values.OfType<ISymbol>().GroupBy(symbol => symbol, SymbolEqualityComparer.Default).Any(group => group.Count() > 1))
        {
            context.Unsupported(invocation, "passing one square state twice");
        }

        var call = builder.Add(new(Opcode.Whole, ScalarType.Double, operands.ToEquatableArray(), new Payload.Whole(operation), Site: site));
        foreach (var slot in slots.Where(slot => kinds[slot.Key] == WholeKind.Written && slot.Value is not null))
        {
            scope.Set(new(slot.Value!, 0), builder.Add(Opcode.Written, ScalarType.Double, site, call, operands[slot.Key]));
        }

        return call;
    }

    /// <summary>Whether square states are of rows or of columns as the operation takes them, and all of either where it says so.</summary>
    private void CheckOwners(IInvocationOperation invocation)
    {
        var face = invocation.TargetMethod;
        var isOfOneSize = RuleAttributes.Argument<bool>(RuleAttributes.Find(face, RuleAttributes.MatrixOperation)!, "SameSize") == true;
        Axes? first = null;
        foreach (var argument in invocation.Arguments)
        {
            if (OwnerOf(Symbol(argument.Value)) is not { } owner)
            {
                continue;
            }

            first ??= owner;
            if ((OwnerOf(argument.Parameter) ?? (isOfOneSize ? first : owner)) is var meant && meant != owner)
            {
                context.Unsupported(argument.Value, $"a square state of {(owner == Axes.Row ? "rows" : "columns")} where '{face.Name}' takes one of {(meant == Axes.Row ? "rows" : "columns")}");
            }
        }
    }

    private static Axes? OwnerOf(IParameterSymbol? parameter)
        => parameter is not null && RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute ? StateReader.OwnerOf(attribute) : null;

    private int ReadSquare(IOperation operation)
    {
        if (Symbol(operation) is { } symbol && scope.TryGet(new(symbol, 0), out var value))
        {
            return value;
        }

        context.Unsupported(operation, "anything but a square state of the rule as a square matrix");
        return expressions.Placeholder(ScalarType.Double, context.Site(operation.Syntax));
    }

    private static IParameterSymbol? Symbol(IOperation operation) => operation is IParameterReferenceOperation { Parameter: var parameter } && IsSquare(parameter.Type) ? parameter : null;

    /// <summary>What the arguments are, by the method over views; <see langword="null"/> if there is none that fits.</summary>
    private static List<WholeKind>? FindKinds(IMethodSymbol face, string name)
    {
        if (!face.IsStatic || face.IsGenericMethod || !(face.ReturnsVoid || face.ReturnType.SpecialType == SpecialType.System_Double))
        {
            return null;
        }

        return face.ContainingType.GetMembers(name).OfType<IMethodSymbol>()
            .Where(method => method is { IsStatic: true, ReturnsVoid: true, TypeParameters.Length: 1 })
            .Select(method => KindsOf(face, method))
            .FirstOrDefault(kinds => kinds is not null);
    }

    private static List<WholeKind>? KindsOf(IMethodSymbol face, IMethodSymbol method)
    {
        var (count, parameters) = (face.Parameters.Length, method.Parameters);
        if (parameters.Length != count + (face.ReturnsVoid ? 1 : 2)
            || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None)
            || !IsOfMatrices(parameters[parameters.Length - 1].Type, "MatrixWorkspace", 0)
            || !(face.ReturnsVoid || IsOfMatrices(parameters[count].Type, "MatrixView", 1)))
        {
            return null;
        }

        var kinds = face.Parameters.Zip(parameters, (ofFace, ofViews) => KindOf(ofFace.Type, ofViews.Type)).ToList();
        return kinds.Contains(null) ? null : kinds.ConvertAll(kind => kind!.Value);
    }

    private static WholeKind? KindOf(ITypeSymbol ofFace, ITypeSymbol ofViews) => (IsSquare(ofFace), ofFace.SpecialType) switch
    {
        (true, _) when IsOfMatrices(ofViews, "MatrixView", 1) => WholeKind.Written,
        (true, _) when IsOfMatrices(ofViews, "ReadOnlyMatrixView", 1) => WholeKind.Square,
        (_, SpecialType.System_Double) when IsOfMatrices(ofViews, "ReadOnlyMatrixView", 1) => WholeKind.Values,
        (_, SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean) when ofViews.SpecialType == ofFace.SpecialType => WholeKind.Number,
        _ => null,
    };

    private static bool IsOfMatrices(ITypeSymbol type, string name, int arity)
        => type is INamedTypeSymbol named && named.Name == name && named.Arity == arity
            && named.ContainingNamespace is { Name: "Matrices", ContainingNamespace: { Name: "Descent", ContainingNamespace.IsGlobalNamespace: true } };
}
