using System.Numerics;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>The totals of a tensor, and the terms of its first reduction whose total is not known.</summary>
/// <param name="Columns">How many columns the tensor has.</param>
/// <param name="Length">How many weights it has.</param>
/// <param name="NamesRows">Whether the rule names rows or columns: then a total is that of the rows' totals.</param>
internal sealed record TensorTotals(int Columns, int Length, bool NamesRows)
{
    public List<(Over Over, double[] Values, double[][] Squares)> Known { get; } = [];

    public List<double> Terms { get; } = [];

    public string Kind { get; set; } = "";

    public Over Over { get; set; }

    /// <summary>The operation on whole matrices that takes the terms, if it is no reduction that does.</summary>
    public TensorMatrices? Matrices { get; set; }

    /// <summary>Whether something is to be made of the terms.</summary>
    public bool IsWaiting => Terms.Count > 0 || Matrices is not null;

    /// <summary>A known total where a weight is.</summary>
    public double At(int position, int weight) => Known[position] switch
    {
        (Over.Row, var values, _) => values[weight / Columns],
        (Over.Column, var values, _) => values[weight % Columns],
        (Over.Weight, var values, _) => values[weight],
        (_, var values, _) => values[0],
    };

    /// <summary>Makes of the terms what they are for.</summary>
    /// <param name="ofOptimizer">The total, if it is that of all tensors.</param>
    public void Combine<T>(double? ofOptimizer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Known.Add(Matrices is { } matrices ? (Over.Weight, matrices.Apply<T>(Terms, Length, Columns), matrices.Squares) : (Over, ofOptimizer is { } value ? [value] : Combine(), []));

    /// <summary>Forgets the terms.</summary>
    public void Clear()
    {
        Terms.Clear();
        Matrices = null;
    }

    /// <summary>How many terms a reduction has.</summary>
    public double CountOf(Over over) => over switch { Over.Row => Columns, Over.Column or Over.Rows => Length / Columns, _ => Length };

    /// <summary>The total of the terms, or one for each row or column.</summary>
    public double[] Combine() => Over switch
    {
        _ when !NamesRows => [PlainTree.Total(Kind, Terms)],
        Over.Row => PlainTree.OfRows(Kind, Terms, Columns),
        Over.Column => PlainTree.OfColumns(Kind, Terms, Columns),
        Over.Rows => [PlainTree.Combine(Kind, [.. Terms.Where((_, index) => index % Columns == 0)])],
        _ => [PlainTree.Combine(Kind, PlainTree.OfRows(Kind, Terms, Columns))],
    };
}
