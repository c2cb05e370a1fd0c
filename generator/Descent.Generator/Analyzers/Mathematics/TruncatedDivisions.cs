using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds divisions of whole numbers that drop a fraction before the result becomes a double: <c>1 / t</c>, <c>2 / 3 * x</c>. A staircase such as
/// <c>Math.Pow(0.1, t / Every)</c> is meant: its whole quotients give steps of several lengths and one direction.
/// </summary>
internal static class TruncatedDivisions
{
    /// <summary>A quotient of which the fraction is less than a tenth.</summary>
    private const double Large = 10;

    /// <summary>Steps at which a staircase is tried: it may be flat at one, where a cycle begins.</summary>
    private static readonly int[] s_steps = [1, 2, 7, 50];

    private static readonly int[] s_eras = [0, 1, 2];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule) => rule.Methods
        .SelectMany(method => Computed(method.Written).Where(value => !IsMeant(rule, method, value)).Select(value => method.Written[value]).Concat(method.Written.Instructions.Where(instruction => IsTruncatedConstant(rule, instruction))))
        .Select(instruction => instruction.Site)
        .Distinct()
        .Select(site => new Finding(DiagnosticIds.TruncatedDivision, site, rule.Sites[site].ToString()));

    /// <summary>Quotients that are used as doubles and as nothing else: who wants the whole quotient counts or compares with it.</summary>
    private static IEnumerable<int> Computed(Program program)
        => from value in Enumerable.Range(0, program.Count)
           where program[value] is { Opcode: Opcode.Divide, Type: ScalarType.Integer, Site: >= 0 }
           where IsComputedWith(program, value)
           select value;

    /// <summary>Whether an int becomes a double, with others added to it and multiplied by others at most.</summary>
    private static bool IsComputedWith(Program program, int value)
    {
        var users = Enumerable.Range(value + 1, program.Count - value - 1).Where(user => program[user].Operands.Contains(value)).ToList();
        return users.Count > 0 && users.All(user => program[user].Opcode == Opcode.ToDouble
            || (program[user].Opcode is Opcode.Add or Opcode.Subtract or Opcode.Multiply or Opcode.Negate && IsComputedWith(program, user)));
    }

    /// <summary>Whether a whole quotient is what the author wants: eras that are counted, or a share of a large number.</summary>
    private static bool IsMeant(RuleUnderCheck rule, MethodUnderCheck method, int quotient)
    {
        var program = method.Written;
        var (dividend, divisor) = (program[quotient].Operands[0], program[quotient].Operands[1]);
        var isOfStep = new bool[quotient];
        for (var value = 0; value < quotient; value++)
        {
            isOfStep[value] = program[value].Opcode == Opcode.Step || program[value].Operands.Any(operand => isOfStep[operand]);
        }

        return !isOfStep[divisor] && (isOfStep[dividend]
            ? method == rule.Update && s_steps.Any(step => Options(rule).Any(options => IsStaircase(rule, quotient, step, options)))
            : method == rule.Update && new Trial(rule.Model, rule.Bodies, 1).Step(1) is { } values && (values[quotient] >= Large || values[dividend] % values[divisor] == 0));
    }

    /// <summary>The defaults, and with each switch the other way: a staircase may be an option.</summary>
    private static IEnumerable<Dictionary<string, double>> Options(RuleUnderCheck rule)
        => Trial.Switches(rule.Model)
            .Select(other => new Dictionary<string, double>(rule.Roles.WithoutPulls()) { [other.Switch.Name] = other.Value })
            .Prepend(rule.Roles.WithoutPulls());

    /// <summary>Whether the eras 0, 1 and 2 all step in one direction, and not all by the same length.</summary>
    private static bool IsStaircase(RuleUnderCheck rule, int quotient, int step, Dictionary<string, double> options)
    {
        var moves = s_eras.Select(Move).ToList();
        return moves.All(move => move * moves[0] > 0) && moves.Distinct().Count() > 1;

        double Move(int era)
        {
            var trial = new Trial(rule.Model, rule.Bodies, 1, hyperparameters: options, firstStep: step);
            return trial.Step(_ => 1, (quotient, era)) is null ? double.NaN : trial.Weight - 1;
        }
    }

    /// <summary>The compiler has computed <c>2 / 3</c> already: only its text is left.</summary>
    private static bool IsTruncatedConstant(RuleUnderCheck rule, Instruction instruction)
        => instruction is { IsConstant: true, Type: ScalarType.Double, Site: >= 0 }
            && rule.Sites[instruction.Site].DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().Any(binary => binary.IsKind(SyntaxKind.DivideExpression)
                && Whole(rule, binary.Left) is { } left && Whole(rule, binary.Right) is { } right && right != 0 && left % right != 0);

    private static int? Whole(RuleUnderCheck rule, ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token: { Value: int value, Text: var text } } when value.ToString(CultureInfo.InvariantCulture).Length <= text.Length => value,
        IdentifierNameSyntax name => rule.Symbol.GetMembers(name.Identifier.ValueText).OfType<IFieldSymbol>().Select(field => field.ConstantValue as int?).FirstOrDefault(),
        _ => null,
    };
}
