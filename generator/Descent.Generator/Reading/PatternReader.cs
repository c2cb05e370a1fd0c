using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads patterns as conditions: constants, comparisons with constants, <c>and</c>, <c>or</c>, <c>not</c>, the discard, a variable, and of
/// tuples the patterns of their elements.
/// </summary>
internal sealed class PatternReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    public int Read(IIsPatternOperation test)
    {
        var values = expressions.ReadAll(test.Value);
        return Match(test.Pattern, values);
    }

    /// <summary>Whether values fit a pattern; a pattern that a rule cannot have is recorded.</summary>
    public int Match(IPatternOperation pattern, IReadOnlyList<int> values)
    {
        var site = context.Site(pattern.Syntax);
        using var level = context.Enter(pattern);

        // What has a type that no rule can have has been refused, and its patterns with it.
        if (level.IsEntered && !(context.IsBroken && Tuples.Types(pattern.InputType).Count == 0))
        {
            switch (pattern)
            {
                case IDiscardPatternOperation:
                    return builder.Constant(true, site);
                case IConstantPatternOperation constant when Compare(BinaryOperatorKind.Equals, constant.Value, values, site) is { } condition:
                    return condition;
                case IRelationalPatternOperation relation when Compare(relation.OperatorKind, relation.Value, values, site) is { } condition:
                    return condition;
                case INegatedPatternOperation negated:
                    return builder.Add(Opcode.Not, ScalarType.Boolean, site, Match(negated.Pattern, values));
                case IBinaryPatternOperation binary:
                    var (left, right) = (Match(binary.LeftPattern, values), Match(binary.RightPattern, values));
                    return builder.Add(binary.OperatorKind == BinaryOperatorKind.And ? Opcode.And : Opcode.Or, ScalarType.Boolean, site, left, right);
                case IDeclarationPatternOperation declaration when Fits(declaration):
                    for (var element = 0; declaration.DeclaredSymbol is { } symbol && element < values.Count; element++)
                    {
                        builder.Name(values[element], symbol.Name);
                        scope.Set(new(symbol, element), values[element]);
                    }

                    return builder.Constant(true, site);
                case IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeclaredSymbol: null, DeconstructSymbol: null, InputType: INamedTypeSymbol { IsTupleType: true } } tuple:
                    return MatchElements(tuple, values, site);
            }

            context.Unsupported(pattern, "this pattern (compare with constants)");
        }

        return builder.Constant(true, site);
    }

    /// <summary><c>var x</c>, or the type that the value has anyway.</summary>
    private static bool Fits(IDeclarationPatternOperation declaration)
        => declaration.MatchesNull || SymbolEqualityComparer.Default.Equals(declaration.MatchedType, declaration.InputType);

    private int MatchElements(IRecursivePatternOperation pattern, IReadOnlyList<int> values, int site)
    {
        var start = 0;
        var condition = -1;
        foreach (var inner in pattern.DeconstructionSubpatterns)
        {
            var count = Tuples.Types(inner.InputType).Count;
            var one = Match(inner, [.. values.Skip(start).Take(count)]);
            condition = condition < 0 ? one : builder.Add(Opcode.And, ScalarType.Boolean, site, condition, one);
            start += count;
        }

        return condition < 0 ? builder.Constant(true, site) : condition;
    }

    private int? Compare(BinaryOperatorKind kind, IOperation operand, IReadOnlyList<int> values, int site)
    {
        Opcode? opcode = kind switch
        {
            BinaryOperatorKind.Equals => Opcode.Equal,
            BinaryOperatorKind.LessThan => Opcode.Less,
            BinaryOperatorKind.LessThanOrEqual => Opcode.LessOrEqual,
            BinaryOperatorKind.GreaterThan => Opcode.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => Opcode.GreaterOrEqual,
            _ => null,
        };
        if (opcode is not { } known || values.Count != 1 || !operand.ConstantValue.HasValue)
        {
            return null;
        }

        var bound = expressions.Read(operand);
        if (builder[bound].Type != builder[values[0]].Type)
        {
            return null;
        }

        // A constant pattern finds NaN where NaN is the value; the comparison does not.
        var isNaN = known == Opcode.Equal && builder[bound] is { Type: ScalarType.Double, IsConstant: true } constant && double.IsNaN(constant.DoubleValue);
        return isNaN ? builder.Add(Opcode.NotEqual, ScalarType.Boolean, site, values[0], values[0]) : builder.Add(known, ScalarType.Boolean, site, values[0], bound);
    }
}
