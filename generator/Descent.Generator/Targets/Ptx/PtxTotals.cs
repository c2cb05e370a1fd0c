using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>The totals that an entry computes, in <c>double</c>: those of a thread, then of a warp, then of the block of threads.</summary>
/// <param name="writer">What takes the instructions.</param>
/// <param name="kernel">The loop.</param>
/// <param name="totals">Its reductions, of which the entry computes the totals.</param>
internal sealed class PtxTotals(PtxWriter writer, Kernel kernel, IReadOnlyList<int> totals)
{
    /// <summary>How many lanes a warp has: as many as the tree has columns.</summary>
    public const int Lanes = 32;

    /// <summary>How many terms a warp takes.</summary>
    public const int BlockLength = 512;

    /// <summary>How many blocks a block of threads takes: a warp each.</summary>
    public const int Blocks = 16;

    private const string Double = ".f64";
    private const string DoubleBits = ".b64";
    private const string Word = ".b32";
    private const int Bytes = 8;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    private readonly Dictionary<int, string> _registers = totals.ToDictionary(total => total, _ => writer.Register(Double, "total"));

    /// <summary>How many there are.</summary>
    public int Count => totals.Count;

    /// <summary>How many bytes one of each takes.</summary>
    public string Stride { get; } = Text(Bytes * totals.Count);

    /// <summary>Writes that there are no terms yet.</summary>
    public void WriteNothing()
    {
        foreach (var total in totals)
        {
            writer.Line($"mov{Double} {_registers[total]}, {Identity(total)}");
        }
    }

    /// <summary>Writes that a weight gives a term.</summary>
    public void WriteTerm(int total, string term)
    {
        var wide = writer.Register(Double, "term");
        writer.Line($"cvt.f64{PtxRegister.Real} {wide}, {term}");
        Combine(total, _registers[total], wide);
    }

    /// <summary>Writes the total of a block of terms, of which each lane has those of a column.</summary>
    public void WriteColumns(string low, string high, string other)
    {
        writer.Comment("The columns of a block, in the order of the tree.");
        foreach (var total in totals)
        {
            foreach (var distance in s_distances)
            {
                writer.Line($"mov{DoubleBits} {{{low}, {high}}}, {_registers[total]}");
                writer.Line($"shfl.sync.bfly{Word} {low}, {low}, {Text(distance)}, 31, 0xffffffff");
                writer.Line($"shfl.sync.bfly{Word} {high}, {high}, {Text(distance)}, 31, 0xffffffff");
                writer.Line($"mov{DoubleBits} {other}, {{{low}, {high}}}");
                Combine(total, _registers[total], other);
            }
        }
    }

    /// <summary>Writes that the first lane of each warp leaves its total, and that all wait for it.</summary>
    public void WriteShared(string lane, string warp, string place, string isNotFirst)
    {
        writer.Declare($".shared .align 8 {DoubleBits} blocks[{Text(Blocks * Count)}]");
        writer.Line($"setp.ne.u32 {isNotFirst}, {lane}, 0");
        writer.Line($"mov.u32 {place}, blocks");
        writer.Line($"mad.lo.u32 {place}, {warp}, {Stride}, {place}");
        for (var index = 0; index < Count; index++)
        {
            writer.Line($"@!{isNotFirst} st.shared{Double} [{place}+{Text(Bytes * index)}], {_registers[totals[index]]}");
        }

        writer.Line("bar.sync 0");
    }

    /// <summary>Writes that one thread adds what warps left, one after the other, up to an end.</summary>
    public void WriteBlocks(string place, string end, string other, string isNotLast)
    {
        writer.Label("EACH_BLOCK");
        for (var index = 0; index < Count; index++)
        {
            writer.Line($"ld.shared{Double} {other}, [{place}+{Text(Bytes * index)}]");
            Combine(totals[index], _registers[totals[index]], other);
        }

        writer.Line($"add.u32 {place}, {place}, {Stride}");
        writer.Line($"setp.lt.u32 {isNotLast}, {place}, {end}");
        writer.Line($"@{isNotLast} bra EACH_BLOCK");
    }

    /// <summary>Writes the totals to their place among those of the launch.</summary>
    public void WriteResults(string results, string place)
    {
        var at = writer.Register(PtxRegister.Address, "at");
        writer.Line($"mul.wide.u32 {at}, {place}, {Stride}");
        writer.Line($"add.u64 {at}, {results}, {at}");
        for (var index = 0; index < Count; index++)
        {
            writer.Line($"st.global{Double} [{at}+{Text(Bytes * index)}], {_registers[totals[index]]}");
        }
    }

    private void Combine(int total, string first, string second)
    {
        var kind = kernel.Program[total].Reduction;
        if (kind == ReductionKind.Sum)
        {
            writer.Line($"add.rn{Double} {first}, {first}, {second}");
            return;
        }

        var result = writer.Register(Double, "extremum");
        PtxInstructions.WriteExtremum(writer, kind == ReductionKind.Max, Double, DoubleBits, result, first, second);
        writer.Line($"mov{Double} {first}, {result}");
    }

    /// <summary>The total of no terms. The letter D keeps it in double whatever the weights are.</summary>
    private string Identity(int total) => kernel.Program[total].Reduction switch
    {
        ReductionKind.Max => "0DFFF0000000000000",
        ReductionKind.Min => "0D7FF0000000000000",
        _ => "0D0000000000000000",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
