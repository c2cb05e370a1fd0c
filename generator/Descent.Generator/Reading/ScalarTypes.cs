using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>The C# types that a value in a rule may have.</summary>
internal static class ScalarTypes
{
    /// <summary>The IR type of a C# type; <see cref="ScalarType.None"/> for one that a rule cannot use.</summary>
    public static ScalarType Of(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Double } => ScalarType.Double,
        { SpecialType: SpecialType.System_Int32 } => ScalarType.Integer,
        { SpecialType: SpecialType.System_Boolean } => ScalarType.Boolean,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: SpecialType.System_Int32 } => ScalarType.Integer,
        _ => ScalarType.None,
    };
}
