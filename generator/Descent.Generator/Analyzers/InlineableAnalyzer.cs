using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Passes;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Analyzers;

/// <summary>Reports why an <c>[Inlineable]</c> helper, or a part of a chain, cannot be compiled, in the project that defines it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InlineableAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => StructureDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A helper that another tool wrote, or that lies in a region that #line hides, is compiled as any other: unsaid, it would throw at the first step.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (RuleAttributes.InlineableMark(method) is not { } mark)
        {
            return;
        }

        var reading = HelperReader.Read(method, context.Compilation, context.CancellationToken);
        foreach (var problem in reading.Problems.Concat(SilentFailures.Of(method, reading.LeftToCSharp, context.Compilation, context.CancellationToken)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem.Id).LinkedBy(context.Options), problem.Location, problem.Arguments));
        }

        if (reading.Model is { } model && !InlineableText.FitsLimits(PassPipeline.SimplifyHelper(model.Body, model.Functions, context.CancellationToken)))
        {
            context.ReportDiagnostic(Diagnostic.Create(StructureDescriptors.NotInlineable.LinkedBy(context.Options), method.Locations[0], method.Name, mark, "its body, with all it calls, is too large"));
        }
    }
}
