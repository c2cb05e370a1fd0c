using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds divisions of whole numbers that drop a fraction before the result becomes a double: <c>1 / t</c>, <c>2 / 3 * x</c>.</summary>
internal static class TruncatedDivisions
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule) => rule.Methods
        .SelectMany(method => Computed(method.Written).Concat(method.Written.Instructions.Where(instruction => IsTruncatedConstant(rule, instruction))))
        .Select(instruction => instruction.Site)
        .Distinct()
        .Select(site => new Finding(DiagnosticIds.TruncatedDivision, site, rule.Sites[site].ToString()));

    /// <summary>Quotients that are used as doubles and as nothing else: who wants the whole quotient counts or compares with it.</summary>
    private static IEnumerable<Instruction> Computed(Program program)
        => from value in Enumerable.Range(0, program.Count)
           where program[value] is { Opcode: Opcode.Divide, Type: ScalarType.Integer, Site: >= 0 }
           let users = program.Instructions.Where(instruction => instruction.Operands.Contains(value)).ToList()
           where users.Count > 0 && users.All(user => user.Opcode == Opcode.ToDouble)
           select program[value];

    /// <summary>The compiler has computed <c>2 / 3</c> already: only its text is left.</summary>
    private static bool IsTruncatedConstant(RuleUnderCheck rule, Instruction instruction)
        => instruction is { IsConstant: true, Type: ScalarType.Double, Site: >= 0 }
            && rule.Sites[instruction.Site].DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().Any(binary => binary.IsKind(SyntaxKind.DivideExpression)
                && Whole(binary.Left) is { } left && Whole(binary.Right) is { } right && right != 0 && left % right != 0);

    private static int? Whole(ExpressionSyntax expression) => expression is LiteralExpressionSyntax { Token: { Value: int value, Text: var text } }
        && value.ToString(CultureInfo.InvariantCulture).Length <= text.Length
            ? value
            : null;
}
