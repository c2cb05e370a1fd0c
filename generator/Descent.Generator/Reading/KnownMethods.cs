using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>The methods of the framework that a rule may call, as data: those of <c>System.Math</c> and their twins on <c>double</c>.</summary>
internal static class KnownMethods
{
    private static readonly Dictionary<string, Opcode> s_ofDoubles = new()
    {
        ["Sqrt"] = Opcode.SquareRoot,
        ["Abs"] = Opcode.Absolute,
        ["Min"] = Opcode.Min,
        ["Max"] = Opcode.Max,
        ["Sign"] = Opcode.Sign,
        ["CopySign"] = Opcode.CopySign,
        ["Clamp"] = Opcode.Clamp,
        ["FusedMultiplyAdd"] = Opcode.FusedMultiplyAdd,
        ["Floor"] = Opcode.Floor,
        ["Ceiling"] = Opcode.Ceiling,
        ["Round"] = Opcode.Round,
        ["Truncate"] = Opcode.Truncate,
        ["Pow"] = Opcode.Pow,
        ["Exp"] = Opcode.Exp,
        ["Log"] = Opcode.Log,
        ["Log2"] = Opcode.Log2,
        ["Log10"] = Opcode.Log10,
        ["Sin"] = Opcode.Sin,
        ["Cos"] = Opcode.Cos,
        ["Tan"] = Opcode.Tan,
        ["Asin"] = Opcode.Asin,
        ["Acos"] = Opcode.Acos,
        ["Atan"] = Opcode.Atan,
        ["Atan2"] = Opcode.Atan2,
        ["Sinh"] = Opcode.Sinh,
        ["Cosh"] = Opcode.Cosh,
        ["Tanh"] = Opcode.Tanh,
        ["Cbrt"] = Opcode.Cbrt,
    };

    private static readonly Dictionary<string, Opcode> s_ofIntegers = new()
    {
        ["Abs"] = Opcode.Absolute,
        ["Min"] = Opcode.Min,
        ["Max"] = Opcode.Max,
        ["Sign"] = Opcode.Sign,
        ["Clamp"] = Opcode.Clamp,
    };

    /// <summary>The operation that a call of this method is, with the type of its operands.</summary>
    public static (Opcode Opcode, ScalarType Type)? Find(IMethodSymbol method)
    {
        if (!IsMathOrDouble(method.ContainingType) || method.IsGenericMethod)
        {
            return null;
        }

        var (table, type) = method.Parameters.FirstOrDefault()?.Type.SpecialType == SpecialType.System_Int32
            ? (s_ofIntegers, ScalarType.Integer)
            : (s_ofDoubles, ScalarType.Double);
        return table.TryGetValue(method.Name, out var opcode)
            && method.Parameters.Length == OperationTable.Of(opcode).Arity
            && method.Parameters.All(parameter => ScalarTypes.Of(parameter.Type) == type && parameter.RefKind == RefKind.None)
                ? (opcode, type)
                : null;
    }

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

    /// <summary>Whether this is <c>Descent.Reduce.Length</c>, the number of weights of the tensor.</summary>
    public static bool IsLength(IPropertySymbol property) => IsReduce(property.ContainingType) && property.Name == "Length";

    private static bool IsReduce(INamedTypeSymbol? type)
        => type is { Name: "Reduce", ContainingType: null, ContainingNamespace: { Name: "Descent", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsMathOrDouble(INamedTypeSymbol type)
        => type.SpecialType == SpecialType.System_Double
            || type is { Name: "Math", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
}
