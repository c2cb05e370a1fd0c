using System;

namespace Descent.Generator.IR;

/// <summary>
/// What a value depends on, or what one value of a state belongs to. A value's axes are those of its operands together; a reduction removes
/// those that it sums over, a broadcast adds those of the weights.
/// </summary>
[Flags]
internal enum Axes
{
    /// <summary>Always the same.</summary>
    None = 0,

    /// <summary>Known at the beginning of a step: hyperparameters, the step number, what the optimizer keeps.</summary>
    Step = 1 << 0,

    /// <summary>The optimizer's parameters together: a total over all of them.</summary>
    Optimizer = 1 << 1,

    /// <summary>The tensor.</summary>
    Tensor = 1 << 2,

    /// <summary>The rows of a tensor.</summary>
    Row = 1 << 3,

    /// <summary>The columns of a tensor.</summary>
    Column = 1 << 4,

    /// <summary>Each weight.</summary>
    Weight = Row | Column,
}

/// <summary>Questions about axes, each a test of subsets.</summary>
internal static class AxesExtensions
{
    /// <summary>The members of the runtime's <c>Per</c>, in the order of their numbers.</summary>
    private static readonly (Axes Axes, string Name)[] s_owners = [(Axes.Weight, "Weight"), (Axes.Tensor, "Tensor"), (Axes.Optimizer, "Optimizer"), (Axes.Row, "Row"), (Axes.Column, "Column")];

    /// <summary>Whether there are no axes but these.</summary>
    public static bool IsWithin(this Axes axes, Axes others) => (axes & ~others) == 0;

    /// <summary>Whether it differs from weight to weight, in a row and in a column.</summary>
    public static bool IsOfWeights(this Axes axes) => (axes & Axes.Weight) == Axes.Weight;

    /// <summary>Whether it differs within a tensor: from row to row, from column to column, or both.</summary>
    public static bool IsWithinTensor(this Axes axes) => (axes & Axes.Weight) != 0;

    /// <summary>Whether there is one of it for each row.</summary>
    public static bool IsOfRows(this Axes axes) => (axes & Axes.Weight) == Axes.Row;

    /// <summary>Whether there is one of it for each column.</summary>
    public static bool IsOfColumns(this Axes axes) => (axes & Axes.Weight) == Axes.Column;

    /// <summary>Whether it is known once per step, before any weight is looked at.</summary>
    public static bool IsOfStep(this Axes axes) => axes.IsWithin(Axes.Step);

    /// <summary>Whether there is one of it for rows, columns, a tensor or the optimizer, and it is known only in the step.</summary>
    public static bool IsOfTotals(this Axes axes) => !axes.IsOfStep() && !axes.IsOfWeights();

    /// <summary>What may be written to what belongs to these axes: values of them and of all that lies around them.</summary>
    public static Axes Around(this Axes axes) => axes switch
    {
        Axes.Step => Axes.Step,
        Axes.Optimizer => Axes.Step | Axes.Optimizer,
        Axes.Tensor => Axes.Step | Axes.Optimizer | Axes.Tensor,
        _ => Axes.Step | Axes.Optimizer | Axes.Tensor | axes,
    };

    /// <summary>The axes of a member of the runtime's <c>Per</c>; <see langword="null"/> if there is none of that number.</summary>
    public static Axes? OfPer(long number) => number >= 0 && number < s_owners.Length ? s_owners[number].Axes : null;

    /// <summary>The name of a member of the runtime's <c>Per</c>.</summary>
    public static string PerName(this Axes axes) => Array.Find(s_owners, owner => owner.Axes == axes).Name;
}
