using System.Text.RegularExpressions;

namespace Descent.Cuda.Tests.Machine;

/// <summary>What NVIDIA's description forbids of a text that could be run all the same: types that an instruction has not, names that are taken, vectors and memory that are too large.</summary>
internal static partial class PtxRules
{
    private const int LargestVector = 16;
    private const int LargestShared = 48 * 1024;

    /// <summary>Refuses an instruction.</summary>
    public static void Check(PtxStatement statement)
    {
        var words = statement.Name.Split('.');
        var type = words[^1];
        switch (words[0])
        {
            case "ld" or "st" when type is "pred" or "f16":
            case "mov" when type is "f16" || (type != "pred" && PtxType.Size(type) == 1):
            case "selp" when type is "pred" or "f16" || PtxType.Size(type) == 1:
                throw new PtxException($"there is no {words[0]}.{type}.");
            case "setp":
                CheckComparison(words[1], type);
                break;
        }

        if (words[0] is "ld" or "st" && words[^2] is "v2" or "v4")
        {
            CheckVector(statement, words[^2][1] - '0', PtxType.Size(type));
        }

        if (words[0] is not ("mov" or "cvt") && statement.Operands.FirstOrDefault(operand => IsSpecial(operand)) is { } special)
        {
            throw new PtxException($"'{special}' is read by mov alone.");
        }
    }

    /// <summary>Refuses the name of a register that is one of the machine's own.</summary>
    public static string CheckName(string register) => IsSpecial(register) ? throw new PtxException($"'{register}' is a register of the machine.") : register;

    /// <summary>Refuses variables of a block that are not aligned, or for which it has no room.</summary>
    public static void CheckShared(int align, int bytes)
    {
        if (align <= 0 || (align & (align - 1)) != 0 || bytes > LargestShared)
        {
            throw new PtxException($"{bytes} bytes, aligned to {align}, are no memory of a block.");
        }
    }

    /// <summary>Bits are equal or not; the letters of unsigned comparisons are for whole numbers without sign.</summary>
    private static void CheckComparison(string comparison, string type)
    {
        var isRight = comparison switch
        {
            "eq" or "ne" => type[0] != 'p' && type != "f16" && PtxType.Size(type) > 1,
            "lt" or "le" or "gt" or "ge" => type[0] is 'u' or 's' or 'f',
            "lo" or "ls" or "hi" or "hs" => type[0] == 'u',
            _ => type is "f32" or "f64",
        };
        if (!isRight)
        {
            throw new PtxException($"there is no comparison {comparison} of .{type}.");
        }
    }

    private static void CheckVector(PtxStatement statement, int count, int size)
    {
        var vector = statement.Operands.Single(operand => operand.StartsWith('{'));
        if (vector.Split(',').Length != count || count * size > LargestVector)
        {
            throw new PtxException($"{count} values of {size} bytes are no vector of '{vector}'.");
        }
    }

    private static bool IsSpecial(string name) => Special().IsMatch(name);

    [GeneratedRegex(@"^%(n?tid|n?ctaid|n?clusterid|cluster_n?ctaid|cluster_n?ctarank|is_explicit_cluster|laneid|n?warpid|n?smid|gridid|lanemask_(eq|le|lt|ge|gt)|clock(64|_hi)?|pm\d+(_64)?|envreg\d+|globaltimer(_lo|_hi)?|(reserved|total|aggr|dynamic)_smem\w*|current_graph_exec)(\.[xyz])?$")]
    private static partial Regex Special();
}
