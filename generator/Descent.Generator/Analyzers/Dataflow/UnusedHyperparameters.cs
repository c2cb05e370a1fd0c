using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Finds hyperparameters that nothing in their class mentions, members besides the rule's methods included.</summary>
internal static class UnusedHyperparameters
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (rule.Model.Hyperparameters.Count == 0)
        {
            return [];
        }

        var mentioned = new HashSet<string>(rule.Symbol.DeclaringSyntaxReferences
            .Where(reference => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal))
            .SelectMany(reference => reference.GetSyntax(rule.Cancellation).DescendantNodes())
            .OfType<IdentifierNameSyntax>()
            .Select(name => name.Identifier.ValueText));
        mentioned.UnionWith(rule.Model.States.Select(state => state.Hyperparameter).OfType<string>());

        // A chain mentions its parts, and they their hyperparameters.
        mentioned.UnionWith(rule.Methods.SelectMany(method => method.Written.Instructions)
            .Where(instruction => instruction.Opcode == Opcode.Hyperparameter)
            .Select(instruction => instruction.Hyperparameter!));
        return rule.Model.Hyperparameters
            .Where(hyperparameter => !mentioned.Contains(hyperparameter.Name))
            .Select(hyperparameter => new Finding(DiagnosticIds.HyperparameterNotUsed, hyperparameter.Site, hyperparameter.Name));
    }
}
