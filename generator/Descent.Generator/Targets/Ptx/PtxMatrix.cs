namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// A tensor as rows and columns: what of it is in its entry of the table, and where in it a thread is. How wide it is and how many rows it has; how many rows make a band, of
/// which the totals of columns are taken; where its values of rows and of columns begin.
/// </summary>
/// <param name="writer">What takes the instructions.</param>
internal sealed class PtxMatrix(PtxWriter writer)
{
    /// <summary>How many bytes it has in a tensor's entry.</summary>
    public const int Bytes = 32;

    public string Columns { get; } = writer.Register(PtxRegister.Count, "columns");

    public string Rows { get; } = writer.Register(PtxRegister.Count, "rows");

    public string RowsOfBand { get; } = writer.Register(PtxRegister.Count, "rowsOfBand");

    /// <summary>The row in which a thread is.</summary>
    public string Row { get; } = writer.Register(PtxRegister.Count, "matrixRow");

    /// <summary>The column in which it is.</summary>
    public string Column { get; } = writer.Register(PtxRegister.Count, "column");

    /// <summary>The address of the values of the row, or before its row is known of all rows.</summary>
    public string RowValues { get; } = writer.Register(PtxRegister.Address, "rowValues");

    /// <summary>The address of the values of the columns.</summary>
    public string ColumnValues { get; } = writer.Register(PtxRegister.Address, "columnValues");

    /// <summary>The number of the first total of the piece among those of the launch.</summary>
    public string FirstTotal { get; } = writer.Register(PtxRegister.Count, "firstTotal");

    /// <summary>Writes what a tensor's entry has of it.</summary>
    public void WriteTensor(string at, int offset)
    {
        var unused = writer.Register(PtxRegister.Count, "unused");
        writer.Line($"ld.global.v2.u32 {{{Columns}, {Rows}}}, [{at}+{offset}]");
        writer.Line($"ld.global.v2.u32 {{{RowsOfBand}, {unused}}}, [{at}+{offset + 8}]");
        writer.Line($"ld.global.u64 {RowValues}, [{at}+{offset + 16}]");
        writer.Line($"cvta.to.global.u64 {RowValues}, {RowValues}");
        writer.Line($"ld.global.u64 {ColumnValues}, [{at}+{offset + 24}]");
        writer.Line($"cvta.to.global.u64 {ColumnValues}, {ColumnValues}");
    }
}
