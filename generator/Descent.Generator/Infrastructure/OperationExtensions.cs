using Microsoft.CodeAnalysis;

namespace Descent.Generator.Infrastructure;

/// <summary>What Roslyn's operations do not say of themselves.</summary>
internal static class OperationExtensions
{
    /// <summary>The operation that is around all others: the body of the member.</summary>
    public static IOperation Root(this IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root;
    }
}
