using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Generator.Analyzers;

/// <summary>
/// Compares the states of a rule with those that the project's <c>RuleSchemas.txt</c> has, a line each, as in <c>Rules.Momentum.Velocity: Weight</c>: those
/// that checkpoints of earlier versions may hold. A project without the file has nothing to compare.
/// </summary>
internal static class SchemaFile
{
    /// <summary>The name of the file.</summary>
    public const string Name = "RuleSchemas.txt";

    /// <summary>The property of the diagnostic with what the file should have of the rule.</summary>
    public const string Lines = "Lines";

    /// <summary>The property with the rule's name in the file.</summary>
    public const string Rule = "Rule";

    /// <summary>The properties with a state that is gone and the only new one that it may be now.</summary>
    public const string Gone = "Gone", New = "New";

    /// <summary>What differs, as a diagnostic; nothing if nothing does.</summary>
    public static Diagnostic? Check(RuleModel model, INamedTypeSymbol rule, AnalyzerOptions options, CancellationToken cancellation)
    {
        if (options.AdditionalFiles.FirstOrDefault(file => Path.GetFileName(file.Path) == Name)?.GetText(cancellation) is not { } text
            || RuleReader.Declaration(rule, cancellation) is not { } declaration)
        {
            return null;
        }

        var prefix = rule.ToDisplayString() + ".";
        var listed = new Dictionary<string, string>();
        foreach (var line in text.Lines.Select(line => line.ToString().Trim()))
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal) && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && line.IndexOf('.', prefix.Length) < 0)
            {
                listed[line.Substring(prefix.Length, colon - prefix.Length)] = line.Substring(colon + 2);
            }
        }

        var states = model.States.ToDictionary(state => state.PropertyName, Describe);
        var explained = new HashSet<string>(model.States.SelectMany(state => state.FormerNames.Items));
        var added = states.Keys.Where(state => !listed.ContainsKey(state)).ToList();
        var gone = listed.Keys.Where(state => !states.ContainsKey(state) && !explained.Contains(state)).ToList();
        var changed = states.Where(state => listed.TryGetValue(state.Key, out var before) && before != state.Value).ToList();
        var differences = added.Select(state => $"'{state}' is new")
            .Concat(gone.Select(state => $"'{state}' is gone, so that checkpoints which have it are refused"))
            .Concat(changed.Select(state => $"'{state.Key}' was '{listed[state.Key]}' and is '{state.Value}', so that checkpoints which have it are refused"))
            .ToList();
        if (differences.Count == 0)
        {
            return null;
        }

        var lines = states.Concat(listed.Where(state => explained.Contains(state.Key) && !states.ContainsKey(state.Key))).Select(state => $"{prefix}{state.Key}: {state.Value}");
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Rule, prefix).Add(Lines, string.Join("\n", lines));
        if (gone.Count == 1 && added.Where(state => states[state] == listed[gone[0]]).ToList() is { Count: 1 } only)
        {
            properties = properties.Add(Gone, gone[0]).Add(New, only[0]);
        }

        return Diagnostic.Create(StructureDescriptors.ChangedStates.LinkedBy(options), declaration.Identifier.GetLocation(), properties, rule.Name, string.Join("; ", differences));
    }

    /// <summary>The rules whose states the file has and that the project has no more: checkpoints name states by their parameters, and hyperparameters by the rule.</summary>
    public static IEnumerable<Diagnostic> CheckRules(AdditionalText file, SourceText text, Compilation compilation, AnalyzerOptions options)
    {
        var known = new HashSet<string>();
        foreach (var line in text.Lines)
        {
            var entry = line.ToString().Trim();
            if (entry.StartsWith("#", StringComparison.Ordinal) || entry.IndexOf(": ", StringComparison.Ordinal) is not (> 0 and var colon) || entry.LastIndexOf('.', colon) is not (> 0 and var dot))
            {
                continue;
            }

            var rule = entry.Substring(0, dot);
            if (known.Add(rule) && !DocumentationCommentId.GetSymbolsForDeclarationId("T:" + rule, compilation).Any(symbol => RuleAttributes.Has(symbol, RuleAttributes.Optimizer)))
            {
                yield return Diagnostic.Create(
                    StructureDescriptors.ChangedStates.LinkedBy(options),
                    Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)),
                    rule,
                    "there is no such rule, so that checkpoints which have it are refused");
            }
        }
    }

    private static string Describe(StateModel state) => state.Scope.PerName() + (state.IsSquare ? " square" : "");
}
