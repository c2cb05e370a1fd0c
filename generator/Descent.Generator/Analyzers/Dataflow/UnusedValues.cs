using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>
/// Finds what is computed and leads nowhere, in each body for itself, before helpers are inlined: a helper may compute what one of its
/// callers does not need. A piece of C# that is read several times, as the body of a loop is, must lead nowhere every time.
/// </summary>
internal static class UnusedValues
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var helpers = rule.Model.Functions.Select(function => function.Body).Where(body => IsOfRule(rule, body));
        return rule.Methods.Select(method => method.Model.Body).Concat(helpers).SelectMany(body => Find(rule, body));
    }

    /// <summary>A helper that other rules may call too is not reported for each of them.</summary>
    private static bool IsOfRule(RuleUnderCheck rule, Program body)
    {
        var site = body.Instructions.Select(instruction => instruction.Site).FirstOrDefault(site => site >= 0);
        return body.Instructions.Any(instruction => instruction.Site >= 0)
            && rule.Symbol.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == rule.Sites[site].SyntaxTree && part.Span.Contains(rule.Sites[site].Span));
    }

    private static IEnumerable<Finding> Find(RuleUnderCheck rule, Program body)
    {
        var isLive = Liveness.Of(body, instruction => instruction.Opcode is Opcode.Store or Opcode.Return or Opcode.Set || PassesOn(body, instruction));
        var uses = Uses.Of(body);
        var known = Known(body);
        var unused = Enumerable.Range(0, body.Count)
            .Where(value => IsComputation(body[value]) && !known.Contains(value) && !IsFlag(rule.Sites[body[value].Site]))
            .GroupBy(value => rule.Sites[body[value].Site])
            .Where(group => group.All(value => !isLive[value] && (body[value].Opcode != Opcode.Call || uses[value].Count > 0)))
            .ToList();
        var dropped = new HashSet<int>(unused.SelectMany(group => group));
        var holdsReduction = new bool[body.Count];
        for (var value = 0; value < body.Count; value++)
        {
            holdsReduction[value] = (body[value].Opcode == Opcode.Reduce && dropped.Contains(value)) || body[value].Operands.Any(operand => holdsReduction[operand]);
        }

        foreach (var group in unused)
        {
            var value = group.Last();
            if (body[value].Opcode == Opcode.Reduce)
            {
                yield return new(DiagnosticIds.ReductionNotUsed, body[value].Site, Text(group.Key));
            }
            else if (!group.Any(each => holdsReduction[each] || IsPartOfMore(each)) && !IsDiscarded(group.Key))
            {
                yield return new(DiagnosticIds.ValueNotUsed, body[value].Site, body[value].Hint is { } name ? $"'{name}'" : Text(group.Key));
            }
        }

        // A condition goes with the branches that it chooses between; an operand goes with what is computed from it.
        bool IsPartOfMore(int value) => uses[value].Any(user => body[user].Opcode == Opcode.If || dropped.Contains(user) || (body[user].Opcode is Opcode.Result or Opcode.Get && uses[user].Any(dropped.Contains)));
    }

    /// <summary>Whether a helper calls another with what its own caller passed by reference.</summary>
    private static bool PassesOn(Program body, Instruction instruction)
        => instruction.Opcode == Opcode.Call && instruction.Operands.Any(operand => body[operand].Opcode == Opcode.Reference);

    private static bool IsComputation(Instruction instruction)
        => instruction.Site >= 0
            && !instruction.IsControl
            && instruction.Opcode is not (Opcode.Constant or Opcode.Undefined or Opcode.Reference or Opcode.Hyperparameter or Opcode.Step or Opcode.Argument or Opcode.Load or Opcode.Phi or Opcode.Result);

    /// <summary>Whether what is computed there says where control goes: a statement itself has no value, and whether it has returned matters only to what follows.</summary>
    private static bool IsFlag(SyntaxNode syntax) => syntax is StatementSyntax or SwitchSectionSyntax;

    /// <summary>Whether the author says that it is not needed: <c>_ = value</c>.</summary>
    private static bool IsDiscarded(SyntaxNode syntax)
        => syntax.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    /// <summary>The ints, and the conditions on them, that are known when the rule is compiled, as indices of elements are: no code is left of them where they are used.</summary>
    private static HashSet<int> Known(Program body)
    {
        var known = new HashSet<int>();
        for (var value = 0; value < body.Count; value++)
        {
            var instruction = body[value];
            if (instruction.Type is ScalarType.Integer or ScalarType.Boolean && (instruction.IsConstant || (instruction.Operands.Count > 0 && instruction.Operands.All(known.Contains))))
            {
                known.Add(value);
            }
        }

        return known;
    }

    private static string Text(SyntaxNode syntax)
    {
        const int Longest = 40;
        var text = string.Join(" ", syntax.ToString().Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Longest ? $"'{text}'" : $"'{text.Substring(0, Longest)}…'";
    }
}
