using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes the totals of a loop by the tree of all reductions, in <c>double</c>: a chunk is sixteen blocks of 512 terms, each of which a warp takes, a lane the terms of a column;
/// then the columns in the order of the tree, then the blocks one after the other. The totals of the chunks go to the processor, which has the rest of the tree.
/// </summary>
internal sealed class PtxReduction
{
    private const string Double = ".f64";
    private const string DoubleBits = ".b64";
    private const string Word = ".b32";
    private const int Lanes = 32;
    private const int BlockLength = 512;
    private const int Blocks = 16;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    private readonly PtxWriter _writer;
    private readonly Kernel _kernel;
    private readonly Dictionary<int, string> _totals = [];
    private readonly string _lane;
    private readonly string _warp;

    public PtxReduction(PtxWriter writer, Kernel kernel)
    {
        (_writer, _kernel) = (writer, kernel);
        (_lane, _warp) = (writer.Register(PtxRegister.Count, "lane"), writer.Register(PtxRegister.Count, "warp"));
        foreach (var total in kernel.Totals)
        {
            _totals.Add(total, writer.Register(Double, "total"));
        }
    }

    /// <summary>Writes which terms a thread has: every 32nd of a block, from its lane on. Gives where they end.</summary>
    public string WriteStart(string index, string step, string count)
    {
        var end = _writer.Register(PtxRegister.Count, "end");
        _writer.Line($"mov.u32 {index}, %tid.x");
        _writer.Line($"and.b32 {_lane}, {index}, {Text(Lanes - 1)}");
        _writer.Line($"shr.u32 {_warp}, {index}, 5");
        _writer.Line($"mad.lo.u32 {index}, {_warp}, {Text(BlockLength)}, {_lane}");
        _writer.Line($"mov.u32 {step}, {Text(Lanes)}");
        _writer.Line($"mad.lo.u32 {end}, {_warp}, {Text(BlockLength)}, {Text(BlockLength)}");
        _writer.Line($"min.u32 {end}, {end}, {count}");
        foreach (var total in _totals)
        {
            _writer.Line($"mov{Double} {total.Value}, {Identity(total.Key)}");
        }

        return end;
    }

    /// <summary>Writes that a weight gives a term.</summary>
    public void WriteTerm(int total, string term)
    {
        var wide = _writer.Register(Double, "term");
        _writer.Line($"cvt.f64{PtxRegister.Real} {wide}, {term}");
        Combine(total, _totals[total], wide);
    }

    /// <summary>Writes the totals of the chunk once all threads have theirs.</summary>
    public void WriteTotals(string totals)
    {
        var (low, high, other) = (_writer.Register(PtxRegister.Count, "low"), _writer.Register(PtxRegister.Count, "high"), _writer.Register(Double, "other"));
        var (place, isNotFirst, chunk) = (_writer.Register(PtxRegister.Count, "slot"), _writer.Register(PtxRegister.Predicate, "isNotFirst"), _writer.Register(PtxRegister.Count, "chunk"));
        _writer.Comment("The columns of a block, in the order of the tree.");
        foreach (var total in _kernel.Totals)
        {
            foreach (var distance in s_distances)
            {
                _writer.Line($"mov{DoubleBits} {{{low}, {high}}}, {_totals[total]}");
                _writer.Line($"shfl.sync.bfly{Word} {low}, {low}, {Text(distance)}, 31, 0xffffffff");
                _writer.Line($"shfl.sync.bfly{Word} {high}, {high}, {Text(distance)}, 31, 0xffffffff");
                _writer.Line($"mov{DoubleBits} {other}, {{{low}, {high}}}");
                Combine(total, _totals[total], other);
            }
        }

        _writer.Space();
        _writer.Comment("The blocks of the chunk, one after the other.");
        _writer.Declare($".shared .align 8 {DoubleBits} blocks[{Text(Blocks * _totals.Count)}]");
        _writer.Line($"setp.ne.u32 {isNotFirst}, {_lane}, 0");
        _writer.Line($"mov.u32 {place}, blocks");
        _writer.Line($"mad.lo.u32 {place}, {_warp}, {Text(8 * _totals.Count)}, {place}");
        foreach (var (total, index) in _kernel.Totals.Select((total, index) => (total, index)))
        {
            _writer.Line($"@!{isNotFirst} st.shared{Double} [{place}+{Text(8 * index)}], {_totals[total]}");
        }

        _writer.Line("bar.sync 0");
        _writer.Line($"mov.u32 {place}, %tid.x");
        _writer.Line($"setp.ne.u32 {isNotFirst}, {place}, 0");
        _writer.Line($"@{isNotFirst} bra DONE");
        foreach (var total in _kernel.Totals)
        {
            _writer.Line($"mov{Double} {_totals[total]}, {Identity(total)}");
        }

        _writer.Line($"mov.u32 {place}, blocks");
        _writer.Line($"add.u32 {low}, {place}, {Text(8 * Blocks * _totals.Count)}");
        _writer.Label("EACH_BLOCK");
        foreach (var (total, index) in _kernel.Totals.Select((total, index) => (total, index)))
        {
            _writer.Line($"ld.shared{Double} {other}, [{place}+{Text(8 * index)}]");
            Combine(total, _totals[total], other);
        }

        _writer.Line($"add.u32 {place}, {place}, {Text(8 * _totals.Count)}");
        _writer.Line($"setp.lt.u32 {isNotFirst}, {place}, {low}");
        _writer.Line($"@{isNotFirst} bra EACH_BLOCK");
        var at = _writer.Register(PtxRegister.Address, "at");
        _writer.Line($"mov.u32 {chunk}, %ctaid.x");
        _writer.Line($"mul.wide.u32 {at}, {chunk}, {Text(8 * _totals.Count)}");
        _writer.Line($"add.u64 {at}, {totals}, {at}");
        foreach (var (total, index) in _kernel.Totals.Select((total, index) => (total, index)))
        {
            _writer.Line($"st.global{Double} [{at}+{Text(8 * index)}], {_totals[total]}");
        }

        _writer.Label("DONE");
    }

    private void Combine(int total, string first, string second)
    {
        var kind = _kernel.Program[total].Reduction;
        if (kind == ReductionKind.Sum)
        {
            _writer.Line($"add.rn{Double} {first}, {first}, {second}");
            return;
        }

        var result = _writer.Register(Double, "extremum");
        PtxInstructions.WriteExtremum(_writer, kind == ReductionKind.Max, Double, DoubleBits, result, first, second);
        _writer.Line($"mov{Double} {first}, {result}");
    }

    /// <summary>The total of no terms. The letter D keeps it in double whatever the weights are.</summary>
    private string Identity(int total) => _kernel.Program[total].Reduction switch
    {
        ReductionKind.Max => "0DFFF0000000000000",
        ReductionKind.Min => "0D7FF0000000000000",
        _ => "0D0000000000000000",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
