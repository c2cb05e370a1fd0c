using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds powers, exponentials and their like that are evaluated for each weight, one after the other, and need not be: powers that an
/// operation gives, and functions of a state that is the same for all weights, as a counter of the steps.
/// </summary>
internal static class FunctionsForEachWeight
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        foreach (var method in rule.Methods)
        {
            var program = method.Simplified;
            var isAlike = Alike(program, rule.Model);
            for (var value = 0; value < program.Count; value++)
            {
                var instruction = program[value];
                if (method.Axes[value].IsOfWeights() && instruction.Operation.Is(OperationTraits.Lanewise))
                {
                    if (isAlike[value])
                    {
                        var state = Sources(program, value).Select(source => program[source]).First(source => source is { Opcode: Opcode.Load, Scope: Axes.Weight }).Slot!.Name;
                        yield return Of(instruction, $"give the state '{state}', which is the same for all weights, Per = Per.Tensor");
                    }
                    else if (instruction.Opcode == Opcode.Pow && Instead(program[instruction.Operands[1]], rule.TextOf(program[instruction.Operands[0]])) is { } operation)
                    {
                        yield return Of(instruction, $"write '{(IsDivisor(instruction) ? $"({operation})" : operation)}'");
                    }
                }
            }
        }

        // What is a divisor as a whole stays one.
        bool IsDivisor(Instruction instruction) => instruction.Site >= 0 && rule.Sites[instruction.Site] is var syntax
            && syntax.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } division && division.Right == syntax;

        Finding Of(Instruction instruction, string advice) => new(DiagnosticIds.FunctionForEachWeight, instruction.Site, rule.WrittenAt(instruction), advice);
    }

    private static string? Instead(Instruction exponent, string x) => exponent is { IsConstant: true, Type: ScalarType.Double }
        ? exponent.DoubleValue switch
        {
            2 => $"{Factor(x)} * {Factor(x)}",
            3 => $"{Factor(x)} * {Factor(x)} * {Factor(x)}",
            0.5 => $"Math.Sqrt({x})",
            -0.5 => $"1 / Math.Sqrt({x})",
            -1 => $"1 / {Factor(x)}",
            _ => null,
        }
        : null;

    /// <summary>An expression as a factor: in parentheses, unless it needs none.</summary>
    private static string Factor(string expression)
        => SyntaxFactory.ParseExpression(expression) is IdentifierNameSyntax or LiteralExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? expression
            : $"({expression})";

    /// <summary>Which values are the same for all weights, states for each weight among them: those that only ever become what is the same.</summary>
    private static bool[] Alike(Program program, RuleModel rule)
    {
        var states = new HashSet<Slot>(rule.States.Where(state => state.Source != StateSource.Weight && state.Scope == Axes.Weight).Select(state => state.Slot));
        while (true)
        {
            var isAlike = new bool[program.Count];
            for (var value = 0; value < program.Count; value++)
            {
                var instruction = program[value];
                isAlike[value] = instruction.Opcode switch
                {
                    Opcode.Load when instruction.Scope == Axes.Weight => states.Contains(instruction.Slot!),
                    Opcode.Load or Opcode.Reduce => !instruction.Scope.IsWithinTensor(),
                    Opcode.Whole => false,
                    _ => instruction.Operands.All(operand => isAlike[operand]),
                };
            }

            if (states.RemoveWhere(state => program.Instructions.Any(store => store.Opcode == Opcode.Store && store.Slot == state && !isAlike[store.Operands[0]])) == 0)
            {
                return isAlike;
            }
        }
    }

    /// <summary>All that a value is computed from.</summary>
    private static HashSet<int> Sources(Program program, int value)
    {
        var sources = new HashSet<int> { value };
        for (var source = value; source >= 0; source--)
        {
            if (sources.Contains(source))
            {
                sources.UnionWith(program[source].Operands);
            }
        }

        return sources;
    }
}
