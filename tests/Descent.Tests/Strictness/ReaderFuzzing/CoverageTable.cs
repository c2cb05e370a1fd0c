namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>What a run of all tests must have covered: each operation of a kind in each context where C# allows the kind.</summary>
internal static class CoverageTable
{
    private static readonly (string[] Operations, string[] Contexts)[] s_required = [];

    /// <summary>The cells that stayed empty.</summary>
    public static IEnumerable<string> Missing(Coverage coverage) => s_required
        .SelectMany(block => block.Operations.SelectMany(operation => block.Contexts.Select(context => (operation, context))))
        .Where(cell => coverage[cell.operation, cell.context] == 0)
        .Select(cell => $"{cell.operation} in {cell.context}");
}
