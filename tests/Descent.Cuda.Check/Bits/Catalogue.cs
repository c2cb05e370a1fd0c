using System.Diagnostics.CodeAnalysis;
using Descent.CompilerServices;

namespace Descent.Cuda.Check.Bits;

/// <summary>The built-in rules that opted in.</summary>
internal static class Catalogue
{
    private static readonly nint[][] s_lengths = [[1], [31], [1000], [8192], [20_001]];

    private static readonly nint[][] s_shapes = [[1], [7, 29], [1000], [45, 1], [5, 3, 11], [3, 9001], [300, 70]];

    public static IReadOnlyList<Type> Rules { get; } = FindRules();

    /// <summary>The tensors that a rule is compared with: lengths around those of warps, blocks and pieces, and for rows and columns one of each, and more than a block of threads takes.</summary>
    public static IReadOnlyList<nint[]> ShapesOf(Type rule) => Create(rule).Schema.IsOfMatrices ? s_shapes : s_lengths;

    /// <summary>Whether a rule runs there over weights of <see cref="double"/>, which those do not that take functions of each.</summary>
    public static bool TakesDoubles(Type rule) => RuleAccess.Of(Create(rule)).CudaFunctions.Length == 0;

    /// <summary>Whether a rule reads each weight once, and nothing of others.</summary>
    public static bool IsElementwise(RuleOptimizer optimizer)
        => RuleAccess.Of(optimizer) is { PreparesEachTensor: false, IsOverOptimizer: false } rule && rule.CountSweeps(RuleMethod.Update) == 1 && !rule.Schema!.IsOfMatrices;

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "The assembly is kept whole.")]
    public static RuleOptimizer Create(Type rule) => (RuleOptimizer)Activator.CreateInstance(rule)!;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The assembly is kept whole.")]
    private static IReadOnlyList<Type> FindRules() =>
    [
        .. typeof(Optimizer).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(RuleOptimizer)) && !RuleAccess.Of(Create(type)).CudaText.IsEmpty)
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];
}
