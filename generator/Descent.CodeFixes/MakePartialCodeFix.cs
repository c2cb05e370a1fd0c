using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.CodeFixes;

/// <summary>Makes an <c>[Optimizer]</c> class partial, together with the types around it, in every part of their declarations.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix))]
[Shared]
public sealed class MakePartialCodeFix : CodeFixProvider
{
    private static readonly OneSolutionFixAllProvider s_fixAll = new(MakePartial);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NotPartial];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => s_fixAll;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(MakePartial(context.Document.Project.Solution, context.Diagnostics), context.Diagnostics);
        return Task.CompletedTask;
    }

    private static CodeAction MakePartial(Solution solution, IReadOnlyCollection<Diagnostic> diagnostics) => CodeAction.Create(
        "Make the class partial",
        cancellation => PartialModifiers.AddAsync(solution, diagnostics, cancellation),
        equivalenceKey: nameof(MakePartialCodeFix));
}
