using System;
using System.Collections.Generic;
using System.Linq;

namespace Descent.Generator.Kernels;

/// <summary>What is done for one outcome of all conditions that are known in the step.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sweeps">The walks over the weights.</param>
/// <param name="Stores">The stores of states of which there is one value for the tensor or the optimizer.</param>
/// <param name="TotalNumbers">The number of each total; those over the optimizer have the first.</param>
/// <param name="OptimizerTotals">How many totals are over the whole optimizer.</param>
internal sealed record Variant(int Number, IReadOnlyList<Sweep> Sweeps, IReadOnlyList<int> Stores, IReadOnlyDictionary<int, int> TotalNumbers, int OptimizerTotals)
{
    /// <summary>What the loops of a sweep take of which there is one value for each column, unless it is there from a sweep before.</summary>
    public IReadOnlyList<(int Column, int Value)> FirstColumnsOf(int sweep) => FirstOf(sweep, index => Sweeps[index].Loops.SelectMany(loop => loop.Columns));

    /// <summary>What a sweep takes, each with the value that it has there, unless it has it from a sweep before.</summary>
    public static IReadOnlyList<(int Taken, int Value)> FirstOf(int sweep, Func<int, IEnumerable<(int Taken, int Value)>> takenBy)
    {
        var kept = new Dictionary<int, int>();
        foreach (var (taken, value) in Enumerable.Range(0, sweep).SelectMany(takenBy))
        {
            kept[taken] = value;
        }

        return [.. takenBy(sweep).Distinct().Where(item => !kept.TryGetValue(item.Taken, out var value) || value != item.Value)];
    }
}

/// <summary>Either one variant, or a condition with a selection for each outcome.</summary>
internal sealed record VariantSelection(int Condition, VariantSelection? WhenTrue, VariantSelection? WhenFalse, Variant? Variant)
{
    /// <summary>Whether the selection leads to a variant.</summary>
    public bool LeadsTo(Variant variant) => Variant == variant || (Variant is null && (WhenTrue!.LeadsTo(variant) || WhenFalse!.LeadsTo(variant)));
}
