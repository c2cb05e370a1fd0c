using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Analyzers.Use;

/// <summary>Reports what is wrong where optimizers are used: in any project that references the runtime.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => UseDescriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (OptimizerTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(operation => HyperparameterValues.Check(operation, types), OperationKind.SimpleAssignment, OperationKind.DeconstructionAssignment);
                start.RegisterOperationAction(operation => ParameterCalls.Check(operation, types), OperationKind.Invocation);
                start.RegisterOperationAction(operation => LocalOptimizers.Check(operation, types), OperationKind.ObjectCreation);
            }
        });
    }
}
