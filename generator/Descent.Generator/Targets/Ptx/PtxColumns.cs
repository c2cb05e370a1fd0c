namespace Descent.Generator.Targets.Ptx;

/// <summary>Walks down columns: each thread has a column, and adds the terms of a band of rows in their order. The totals of the bands are left for the rest of the tree.</summary>
/// <param name="writer">What takes the instructions.</param>
/// <param name="matrix">The tensor.</param>
/// <param name="totals">The totals of a column.</param>
internal sealed class PtxColumns(PtxWriter writer, PtxMatrix matrix, PtxTotals totals) : PtxWalk(writer)
{
    private string _count = "";

    public override string WriteStart(string index, string step, string start, string count)
    {
        _count = count;
        var (end, isOut) = (Count("end"), Writer.Register(PtxRegister.Predicate, "isOut"));
        Writer.Comment("A thread has a column, and goes down the rows of a band.");
        Writer.Line($"mov.u32 {index}, %tid.x");
        Writer.Line($"mov.u32 {step}, {matrix.Columns}");
        Writer.Line($"div.u32 {matrix.Row}, {start}, {matrix.Columns}");
        Writer.Line($"mul.lo.u32 {matrix.Column}, {matrix.Row}, {matrix.Columns}");
        Writer.Line($"sub.u32 {matrix.Column}, {start}, {matrix.Column}");
        Writer.Line($"add.u32 {matrix.Column}, {matrix.Column}, {index}");
        Writer.Line($"sub.u32 {end}, {matrix.Rows}, {matrix.Row}");
        Writer.Line($"min.u32 {end}, {end}, {matrix.RowsOfBand}");
        Writer.Line($"mul.lo.u32 {end}, {end}, {matrix.Columns}");
        Writer.Line($"setp.ge.u32 {isOut}, {index}, {count}");
        Writer.Line($"selp.u32 {end}, 0, {end}, {isOut}");
        totals.WriteNothing();
        return end;
    }

    public override void WriteTerm(int total, string term) => totals.WriteTerm(total, term);

    public override void WriteTotals(string results)
    {
        var (place, isOut) = (Count("slot"), Writer.Register(PtxRegister.Predicate, "isOut"));
        Writer.Line($"mov.u32 {place}, %tid.x");
        Writer.Line($"setp.ge.u32 {isOut}, {place}, {_count}");
        Writer.Line($"@{isOut} bra DONE");
        Writer.Line($"add.u32 {place}, {place}, {matrix.FirstTotal}");
        totals.WriteResults(results, place);
        Writer.Label("DONE");
    }
}
