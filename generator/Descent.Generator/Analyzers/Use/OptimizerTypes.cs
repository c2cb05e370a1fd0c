using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers.Use;

/// <summary>Tells optimizers from other types.</summary>
internal sealed class OptimizerTypes
{
    private readonly INamedTypeSymbol _optimizer;

    private OptimizerTypes(INamedTypeSymbol optimizer) => _optimizer = optimizer;

    /// <summary>The types of a compilation; <see langword="null"/> if it does not know the runtime.</summary>
    public static OptimizerTypes? Of(Compilation compilation) => compilation.GetTypeByMetadataName("Descent.Optimizer") is { } optimizer ? new(optimizer) : null;

    public bool IsOptimizer(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, _optimizer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether gradients are taken at a point that the rule moves to: the compiler adds a method for that to such a rule alone.</summary>
    public bool LooksAhead(ITypeSymbol rule)
        => IsOptimizer(rule) && rule.GetMembers("ReferenceBeforeGradient").Length > 0;
}
