namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Takes the totals of a chunk by the tree of all reductions: a chunk is sixteen blocks of 512 terms, each of which a warp takes, a lane the terms of a column;
/// then the columns in the order of the tree, then the blocks one after the other. The totals of the chunks go to the processor, which has the rest of the tree.
/// </summary>
internal sealed class PtxReduction : PtxWalk
{
    private readonly PtxTotals _totals;
    private readonly string _lane;
    private readonly string _warp;

    public PtxReduction(PtxWriter writer, System.Func<PtxTotals> totals)
        : base(writer)
    {
        (_lane, _warp) = (Count("lane"), Count("warp"));
        _totals = totals();
    }

    /// <summary>Every 32nd weight of a block, from the thread's lane on.</summary>
    public override string WriteStart(string index, string step, string start, string count)
    {
        var end = Count("end");
        Writer.Line($"mov.u32 {index}, %tid.x");
        Writer.Line($"and.b32 {_lane}, {index}, {Text(PtxTotals.Lanes - 1)}");
        Writer.Line($"shr.u32 {_warp}, {index}, 5");
        Writer.Line($"mad.lo.u32 {index}, {_warp}, {Text(PtxTotals.BlockLength)}, {_lane}");
        Writer.Line($"mov.u32 {step}, {Text(PtxTotals.Lanes)}");
        Writer.Line($"mad.lo.u32 {end}, {_warp}, {Text(PtxTotals.BlockLength)}, {Text(PtxTotals.BlockLength)}");
        Writer.Line($"min.u32 {end}, {end}, {count}");
        _totals.WriteNothing();
        return end;
    }

    public override void WriteTerm(int total, string term) => _totals.WriteTerm(total, term);

    public override void WriteTotals(string results)
    {
        var (low, high, other) = (Count("low"), Count("high"), Writer.Register(".f64", "other"));
        var (place, isNotFirst, chunk) = (Count("slot"), Writer.Register(PtxRegister.Predicate, "isNotFirst"), Count("chunk"));
        _totals.WriteColumns(low, high, other);
        Writer.Space();
        Writer.Comment("The blocks of the chunk, one after the other.");
        _totals.WriteShared(_lane, _warp, place, isNotFirst);
        Writer.Line($"mov.u32 {place}, %tid.x");
        Writer.Line($"setp.ne.u32 {isNotFirst}, {place}, 0");
        Writer.Line($"@{isNotFirst} bra DONE");
        _totals.WriteNothing();
        Writer.Line($"mov.u32 {place}, blocks");
        Writer.Line($"add.u32 {low}, {place}, {Text(8 * PtxTotals.Blocks * _totals.Count)}");
        _totals.WriteBlocks(place, low, other, isNotFirst);
        Writer.Line($"mov.u32 {chunk}, %ctaid.x");
        _totals.WriteResults(results, chunk);
        Writer.Label("DONE");
    }
}
