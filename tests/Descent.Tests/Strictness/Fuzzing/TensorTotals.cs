namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>The totals of a tensor, and the terms of its first reduction whose total is not known.</summary>
/// <param name="Columns">How many columns the tensor has.</param>
/// <param name="Length">How many weights it has.</param>
/// <param name="NamesRows">Whether the rule names rows or columns: then a total is that of the rows' totals.</param>
internal sealed record TensorTotals(int Columns, int Length, bool NamesRows)
{
    public List<(Over Over, double[] Values)> Known { get; } = [];

    public List<double> Terms { get; } = [];

    public string Kind { get; set; } = "";

    public Over Over { get; set; }

    /// <summary>A known total where a weight is.</summary>
    public double At(int position, int weight) => Known[position] switch
    {
        (Over.Row, var values) => values[weight / Columns],
        (Over.Column, var values) => values[weight % Columns],
        (_, var values) => values[0],
    };

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
