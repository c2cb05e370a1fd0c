using Descent.Generator;
using Descent.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Tests.Strictness;

/// <summary>
/// The compiler that makes loops of the rules in these tests: this project's own, unless a faulty one is put in its place, to see who finds
/// the fault. What a rule means is always read by the project's own.
/// </summary>
/// <param name="Generator">What makes the loops.</param>
/// <param name="Analyzer">What says why a rule has none.</param>
internal sealed record CompilerUnderTest(IIncrementalGenerator Generator, DiagnosticAnalyzer Analyzer)
{
    private static readonly AsyncLocal<CompilerUnderTest?> s_current = new();

    /// <summary>The compiler of the present test, and of the threads that it starts.</summary>
    public static CompilerUnderTest Current
    {
        get => s_current.Value ?? new(new OptimizerGenerator(), new RuleAnalyzer());
        set => s_current.Value = value;
    }
}
