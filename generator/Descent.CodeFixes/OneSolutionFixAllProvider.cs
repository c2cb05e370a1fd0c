using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.CodeFixes;

/// <summary>
/// Fixes all diagnostics of a document, project or solution in one action. Roslyn's batch fixer makes a change for each diagnostic and
/// drops those that insert at the same place, such as <c>partial</c> on a type around two of them.
/// </summary>
internal sealed class OneSolutionFixAllProvider(Func<Solution, IReadOnlyCollection<Diagnostic>, CodeAction> fix) : FixAllProvider
{
    /// <inheritdoc/>
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var diagnostics = fixAllContext.Scope switch
        {
            FixAllScope.Document => await fixAllContext.GetDocumentDiagnosticsAsync(fixAllContext.Document!).ConfigureAwait(false),
            FixAllScope.Project => await fixAllContext.GetAllDiagnosticsAsync(fixAllContext.Project).ConfigureAwait(false),
            _ => (await Task.WhenAll(fixAllContext.Solution.Projects.Select(fixAllContext.GetAllDiagnosticsAsync)).ConfigureAwait(false)).SelectMany(each => each),
        };
        return fix(fixAllContext.Solution, diagnostics.ToList());
    }
}
