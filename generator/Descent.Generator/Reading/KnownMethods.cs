using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>The methods of the framework that a rule may call, as data: those of <c>System.Math</c> and their twins on <c>double</c>.</summary>
internal static class KnownMethods
{
    /// <summary>The operation that a call of this method is, with what it takes and gives.</summary>
    public static (Opcode Opcode, Signature Signature)? Find(IMethodSymbol method)
        => IsMathOrDouble(method.ContainingType) && !method.IsGenericMethod
            && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
            && OperationTable.TryFindMethod(method.Name, out var operation)
            && operation.Signatures.FirstOrDefault(signature => signature.Takes(method.Parameters.Select(parameter => ScalarTypes.Of(parameter.Type)))) is { } signature
                ? (operation.Opcode, signature)
                : null;

    /// <summary>Whether this is a test such as <c>double.IsNaN</c>, which is written out as a comparison.</summary>
    public static bool IsClassification(IMethodSymbol method)
        => method.ContainingType.SpecialType == SpecialType.System_Double
            && method.Parameters.Length == 1
            && method.Name is "IsNaN" or "IsFinite" or "IsInfinity";

    /// <summary>The reduction that a call of this method is, if it is one of <c>Descent.Reduce</c>; <c>Count</c> is a sum of ones, <c>Mean</c> one that is divided.</summary>
    public static ReductionKind? FindReduction(IMethodSymbol method)
        => IsReduce(method.ContainingType)
            ? method.Name switch
            {
                "Sum" or "Count" or "Mean" => ReductionKind.Sum,
                "Max" => ReductionKind.Max,
                "Min" => ReductionKind.Min,
                _ => null,
            }
            : null;

    /// <summary>Whether this is <c>Descent.Reduce.Mean</c>, a sum over a number.</summary>
    public static bool IsMean(IMethodSymbol method) => IsReduce(method.ContainingType) && method.Name == "Mean";

    /// <summary>What <c>Descent.Reduce.Length</c>, <c>Rows</c> and <c>Columns</c> are: how many weights, rows and columns the tensor has.</summary>
    public static Opcode? FindExtent(IPropertySymbol property) => (IsReduce(property.ContainingType), property.Name) switch
    {
        (true, "Length") => Opcode.Length,
        (true, "Rows") => Opcode.Rows,
        (true, "Columns") => Opcode.Columns,
        _ => null,
    };

    private static bool IsReduce(INamedTypeSymbol? type)
        => type is { Name: "Reduce", ContainingType: null, ContainingNamespace: { Name: "Descent", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsMathOrDouble(INamedTypeSymbol type)
        => type.SpecialType == SpecialType.System_Double
            || type is { Name: "Math", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
