namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Walks over whole rows, or over a chunk of one: each warp takes a block of 512 terms of a row. The totals of the rows, or of the chunks of one, are left for the
/// rest of the tree.
/// </summary>
internal sealed class PtxRows : PtxWalk
{
    private readonly PtxMatrix _matrix;
    private readonly PtxTotals _totals;
    private readonly string _lane;
    private readonly string _warp;
    private readonly string _width;
    private readonly string _blocks;
    private string _count = "";

    public PtxRows(PtxWriter writer, PtxMatrix matrix, System.Func<PtxTotals> totals)
        : base(writer)
    {
        _matrix = matrix;
        (_lane, _warp, _width, _blocks) = (Count("lane"), Count("warp"), Count("width"), Count("blocksOfRow"));
        _totals = totals();
    }

    public override string WriteStart(string index, string step, string start, string count)
    {
        _count = count;
        var (line, first, end, last) = (Count("line"), Count("first"), Count("end"), Count("last"));
        Writer.Comment("A warp has a block of a row, a thread every 32nd weight of it.");
        Writer.Line($"mov.u32 {index}, %tid.x");
        Writer.Line($"and.b32 {_lane}, {index}, {Text(PtxTotals.Lanes - 1)}");
        Writer.Line($"shr.u32 {_warp}, {index}, 5");
        Writer.Line($"min.u32 {_width}, {_matrix.Columns}, {count}");
        Writer.Line($"add.u32 {_blocks}, {_width}, {Text(PtxTotals.BlockLength - 1)}");
        Writer.Line($"shr.u32 {_blocks}, {_blocks}, 9");
        Writer.Line($"div.u32 {line}, {_warp}, {_blocks}");
        Writer.Line($"mul.lo.u32 {first}, {line}, {_blocks}");
        Writer.Line($"sub.u32 {first}, {_warp}, {first}");
        Writer.Line($"mul.lo.u32 {first}, {first}, {Text(PtxTotals.BlockLength)}");
        Writer.Line($"add.u32 {end}, {first}, {Text(PtxTotals.BlockLength)}");
        Writer.Line($"min.u32 {end}, {end}, {_width}");
        Writer.Line($"add.u32 {first}, {first}, {_lane}");
        Writer.Line($"mad.lo.u32 {index}, {line}, {_width}, {first}");
        Writer.Line($"mad.lo.u32 {end}, {line}, {_width}, {end}");
        Writer.Line($"min.u32 {end}, {end}, {count}");
        Writer.Line($"mov.u32 {step}, {Text(PtxTotals.Lanes)}");
        Writer.Space();
        Writer.Comment("Its row and its first column; there may be fewer rows than warps.");
        Writer.Line($"div.u32 {_matrix.Row}, {start}, {_matrix.Columns}");
        Writer.Line($"mul.lo.u32 {last}, {_matrix.Row}, {_matrix.Columns}");
        Writer.Line($"sub.u32 {_matrix.Column}, {start}, {last}");
        Writer.Line($"add.u32 {_matrix.Column}, {_matrix.Column}, {first}");
        Writer.Line($"add.u32 {_matrix.Row}, {_matrix.Row}, {line}");
        Writer.Line($"sub.u32 {last}, {_matrix.Rows}, 1");
        Writer.Line($"min.u32 {_matrix.Row}, {_matrix.Row}, {last}");
        _totals.WriteNothing();
        return end;
    }

    public override void WriteTerm(int total, string term) => _totals.WriteTerm(total, term);

    public override void WriteNext() => Writer.Line($"add.u32 {_matrix.Column}, {_matrix.Column}, {Text(PtxTotals.Lanes)}");

    public override void WriteTotals(string results)
    {
        if (_totals.Count == 0)
        {
            return;
        }

        var (low, high, other) = (Count("low"), Count("high"), Writer.Register(".f64", "other"));
        var (place, isNone, line) = (Count("slot"), Writer.Register(PtxRegister.Predicate, "isNone"), Count("line"));
        _totals.WriteColumns(low, high, other);
        Writer.Space();
        Writer.Comment("The blocks of each row, one after the other; a thread has a row.");
        _totals.WriteShared(_lane, _warp, place, isNone);
        Writer.Line($"mov.u32 {line}, %tid.x");
        Writer.Line($"mul.lo.u32 {low}, {line}, {_width}");
        Writer.Line($"setp.ge.u32 {isNone}, {low}, {_count}");
        Writer.Line($"@{isNone} bra DONE");
        _totals.WriteNothing();
        Writer.Line($"mul.lo.u32 {_blocks}, {_blocks}, {_totals.Stride}");
        Writer.Line($"mov.u32 {place}, blocks");
        Writer.Line($"mad.lo.u32 {place}, {line}, {_blocks}, {place}");
        Writer.Line($"add.u32 {low}, {place}, {_blocks}");
        _totals.WriteBlocks(place, low, other, isNone);
        Writer.Line($"add.u32 {line}, {line}, {_matrix.FirstTotal}");
        _totals.WriteResults(results, line);
        Writer.Label("DONE");
    }
}
