using System.Collections.Generic;

namespace Descent.Generator.Kernels;

/// <summary>What is done for one outcome of all conditions that are known in the step.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sweeps">The walks over the weights.</param>
/// <param name="Stores">The stores of states of which there is one value for the tensor or the optimizer.</param>
/// <param name="TotalNumbers">The number of each total; those over the optimizer have the first.</param>
/// <param name="OptimizerTotals">How many totals are over the whole optimizer.</param>
internal sealed record Variant(int Number, IReadOnlyList<Sweep> Sweeps, IReadOnlyList<int> Stores, IReadOnlyDictionary<int, int> TotalNumbers, int OptimizerTotals);

/// <summary>Either one variant, or a condition with a selection for each outcome.</summary>
internal sealed record VariantSelection(int Condition, VariantSelection? WhenTrue, VariantSelection? WhenFalse, Variant? Variant)
{
    /// <summary>Whether the selection leads to a variant.</summary>
    public bool LeadsTo(Variant variant) => Variant == variant || (Variant is null && (WhenTrue!.LeadsTo(variant) || WhenFalse!.LeadsTo(variant)));
}
