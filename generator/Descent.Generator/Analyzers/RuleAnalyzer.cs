using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Descent.Generator.Analyzers.Structure;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Analyzers;

/// <summary>Reports why an <c>[Optimizer]</c> class cannot be compiled, and what in it is almost surely wrong. It reads the rule with the generator's own reader.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RuleAnalyzer : DiagnosticAnalyzer
{
    private readonly Func<INamedTypeSymbol, Compilation, CancellationToken, RuleReading> _read;

    /// <summary>Makes an analyzer that reads rules as the generator does.</summary>
    public RuleAnalyzer()
        : this(RuleReader.Read)
    {
    }

    /// <summary>Makes an analyzer that reads rules in another way, such as with a planted fault.</summary>
    internal RuleAnalyzer(Func<INamedTypeSymbol, Compilation, CancellationToken, RuleReading> read) => _read = read;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.OfRules;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A rule that another tool wrote, or that lies in a region that #line hides, is compiled as any other: unsaid, it would throw at the first step.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterAdditionalFileAction(AnalyzeFile);
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        if (Path.GetFileName(context.AdditionalFile.Path) == SchemaFile.Name && context.AdditionalFile.GetText(context.CancellationToken) is { } text)
        {
            foreach (var gone in SchemaFile.CheckRules(context.AdditionalFile, text, context.Compilation, context.Options))
            {
                context.ReportDiagnostic(gone);
            }
        }
    }

    private void Analyze(SymbolAnalysisContext context)
    {
        var rule = (INamedTypeSymbol)context.Symbol;
        if (!RuleAttributes.Has(rule, RuleAttributes.Optimizer))
        {
            if (Unmarked.Of(rule) is { } unmarked && !Unmarked.IsOfGenerator(rule))
            {
                Report(unmarked);
            }

            return;
        }

        // C# says that nothing else can be marked.
        if (rule.TypeKind != TypeKind.Class)
        {
            return;
        }

        var reading = _read(rule, context.Compilation, context.CancellationToken);
        if (reading.IsClosed)
        {
            return;
        }

        foreach (var problem in reading.Problems.Concat(SilentFailures.Of(rule, reading.LeftToCSharp, context.Compilation, context.CancellationToken)))
        {
            Report(problem);
        }

        if (reading.Model is { Problem: null } model)
        {
            if (SchemaFile.Check(model, rule, context.Options, context.CancellationToken) is { } changed)
            {
                context.ReportDiagnostic(changed);
            }

            // What is wrong with one method for two moves is said once.
            var underCheck = RuleUnderCheck.Of(model, rule, reading, context.CancellationToken);
            var said = new HashSet<(string Id, Location Place, string Arguments)>();
            foreach (var finding in model.Chain.Count > 0 ? RuleChecks.OfChains.SelectMany(check => check(underCheck)) : Check(underCheck))
            {
                if (!said.Add((finding.Id, underCheck.LocationOf(finding.Site), string.Join("|", finding.Arguments))))
                {
                    continue;
                }

                Location[] causes = finding.Cause < 0 ? [] : [underCheck.LocationOf(finding.Cause)];
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(finding.Id).LinkedBy(context.Options), underCheck.LocationOf(finding.Site), causes, finding.Arguments));
            }
        }

        void Report(Problem problem)
            => context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem.Id).LinkedBy(context.Options), problem.Location, problem.Arguments));
    }

    private static IEnumerable<Finding> Check(RuleUnderCheck rule)
    {
        var places = RuleChecks.OfPlaces.SelectMany(check => check(rule)).ToList();
        return places.Any(Explains) ? places : places.Concat(RuleChecks.OfBehaviour.Select(check => check(rule)).FirstOrDefault(findings => findings.Any()) ?? []);
    }

    /// <summary>Whether a finding explains whatever the rule does when it runs.</summary>
    private static bool Explains(Finding finding)
        => Descriptors.Of(finding.Id) is { DefaultSeverity: DiagnosticSeverity.Error } or { DefaultSeverity: DiagnosticSeverity.Warning, Category: MathematicsDescriptors.Category };
}
