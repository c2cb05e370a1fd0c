using System.Linq;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.CodeFixes;

/// <summary>Tells which expressions of a rule are surely the same for all weights; a reduction or a state of the tensor is not asked about.</summary>
internal static class InvariantExpressions
{
    public static bool IsInvariant(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation)
        => expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => model.GetSymbolInfo(name, cancellation).Symbol switch
        {
            IParameterSymbol parameter => RuleAttributes.Has(parameter, RuleAttributes.Step),
            ILocalSymbol local => IsInvariant(local, model, cancellation),
            IMethodSymbol function => function.ContainingType.ToDisplayString() == "System.Math",
            var symbol => symbol is IPropertySymbol or IFieldSymbol or INamedTypeSymbol or INamespaceSymbol,
        });

    /// <summary>A local that is assigned once, where it is declared.</summary>
    private static bool IsInvariant(ILocalSymbol local, SemanticModel model, CancellationToken cancellation)
        => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: var value } declarator
            && declarator.FirstAncestorOrSelf<BlockSyntax>() is { } block
            && IsInvariant(value, model, cancellation)
            && !block.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == local.Name && Identifiers.IsWritten(name));
}
