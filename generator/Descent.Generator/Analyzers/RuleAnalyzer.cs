using System.Collections.Immutable;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Analyzers;

/// <summary>Reports why an <c>[Optimizer]</c> class cannot be compiled. It reads the rule with the generator's own reader.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RuleAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        if (context.Symbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } rule || !RuleAttributes.Has(rule, RuleAttributes.Optimizer))
        {
            return;
        }

        var reading = RuleReader.Read(rule, context.Compilation, context.CancellationToken);
        foreach (var problem in reading.Problems)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem.Id), problem.Location, problem.Arguments));
        }

        if (reading.Model is { Problem: null } model)
        {
            Check(context, model, model.Update, reading);
            if (model.BeforeGradient is { } beforeGradient)
            {
                Check(context, model, beforeGradient, reading);
            }
        }
    }

    private static void Check(SymbolAnalysisContext context, RuleModel rule, MethodModel method, RuleReading reading)
    {
        var simplified = PassPipeline.Simplify(method.Body, rule.Functions, context.CancellationToken);
        foreach (var violation in CheckLegality.Run(simplified))
        {
            var location = violation.Site >= 0 ? reading.Sites[violation.Site].GetLocation() : Location.None;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(DiagnosticIds.Unsupported), location, violation.What));
        }
    }
}
