using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>
/// Finds what was not compiled and gave no error. The readers leave to C# what they take for an error of C#'s own; where C# finds none, the
/// program would build, and throw at its first step.
/// </summary>
internal static class SilentFailures
{
    /// <summary>The error, unless C# has one in what was read.</summary>
    /// <param name="failed">The rule or helper.</param>
    /// <param name="read">What was read and left to C#; empty if nothing was.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static IEnumerable<Problem> Of(ISymbol failed, IReadOnlyList<ISymbol> read, Compilation compilation, CancellationToken cancellation)
    {
        return read.Count == 0 || read.SelectMany(symbol => symbol.DeclaringSyntaxReferences).Any(HasError)
            ? []
            : [new(DiagnosticIds.NotCompiled, failed.Locations[0], failed.Name)];

        bool HasError(SyntaxReference reference) => compilation.ContainsSyntaxTree(reference.SyntaxTree)
            && compilation.GetSemanticModel(reference.SyntaxTree).GetDiagnostics(reference.Span, cancellation).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
