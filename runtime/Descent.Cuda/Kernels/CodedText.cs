using System.Text;
using Descent.CompilerServices;
using static Descent.Cuda.Kernels.Functions.Recording;
using static Descent.Cuda.Kernels.LoopText;

namespace Descent.Cuda.Kernels;

/// <summary>
/// A loop over each weight that stores states of 8 bits, in one pass: a block of threads takes whole blocks of 256 values, computes them, and its warps tell each other the largest magnitudes; then each value
/// is coded by that of its block, which becomes the scale. Until all have computed, none stores, so that values are decoded by the scales that they have.
/// </summary>
/// <param name="loop">The loop.</param>
/// <param name="stored">What it stores in codes.</param>
internal sealed class CodedText(LoopText loop, IReadOnlyList<AccessText> stored)
{
    /// <summary>The threads of a block: weight by weight they take 256 values at a time, and four at once 1,024.</summary>
    public const int Threads = BlockCode.BlockLength;

    /// <summary>So many warps.</summary>
    public const int Warps = Threads / 32;

    /// <summary>The bytes of the magnitudes that the warps find of a state.</summary>
    private const int Bytes = sizeof(float) * Warps;

    /// <summary>The loop in one pass; <see langword="null"/> if it stores no codes. Its blocks are whole: where ranges of a tensor cut them short, loops walk over rows.</summary>
    public static CodedText? Of(LoopText loop, IReadOnlyList<DeviceElement> elements)
    {
        AccessText[] stored = [.. loop.Body.Select(AccessText.Of).OfType<AccessText>().Where(access => access.Operation == "store" && elements[access.Memory].IsInBlocks)];
        return stored.Length > 0 ? new(loop, stored) : null;
    }

    /// <summary>The registers that it takes, and where warps leave what they find: in one half of it by turns, so that none writes what another still reads.</summary>
    public string Declarations()
        => Line($".shared .align {Text(Bytes)} .b32 largestOfWarps[{Text(2 * stored.Count * Warps)}]") + Line($".reg .u32 %coded$thread, %coded$first, %coded$own, %coded$turn, %coded$at")
            + Line($".reg .b32 %coded$other, {string.Join(", ", stored.Select(Largest))}") + Line(".reg .pred %coded$isFirst, %coded$isBehind, %coded$isOther");

    /// <summary>What comes before the loops.</summary>
    public static string Start()
        => Line("mov.u32 %coded$thread, %tid.x") + Line("mov.u32 %coded$own, largestOfWarps") + Line("shr.u32 %coded$at, %coded$thread, 5") + Line("mad.lo.u32 %coded$own, %coded$at, 4, %coded$own")
            + Line("and.b32 %coded$at, %coded$thread, 31") + Line("setp.eq.u32 %coded$isFirst, %coded$at, 0") + Line("mov.u32 %coded$turn, 0");

    /// <summary>The loop weight by weight, in which a block of threads takes a block of values.</summary>
    public string Loop()
    {
        var text = new StringBuilder("    // A block of 256 values at once: all are computed, then coded by the largest.\n");
        text.Append(Line($"sub.u32 %coded$first, {loop.Index}, %coded$thread")).Append("EACH_BLOCK:\n");
        text.Append(Line($"setp.ge.u32 {loop.IsDone}, %coded$first, {loop.Count}")).Append(Line($"@{loop.IsDone} bra END")).Append(Clear());
        text.Append(Line($"setp.ge.u32 %coded$isBehind, {loop.Index}, {loop.Count}")).Append(Line("@%coded$isBehind bra COMPUTED")).Append(Line($"add.u32 {loop.Place}, {loop.Start}, {loop.Index}")).Append(loop.Addresses);
        foreach (var line in loop.Body)
        {
            text.Append(AccessText.Of(line) is { } access && IsCoded(access) ? Measure(access, access.Value) : line + "\n");
        }

        text.Append("COMPUTED:\n").Append(Exchange(Warps)).Append(Line("@%coded$isBehind bra CODED"));
        foreach (var access in stored)
        {
            text.Append(Line($"code.{Text(access.Memory)} [{access.At}], {access.Value}, {Largest(access)}"));
        }

        return text.Append(SetScales(Threads, "CODED")).Append("CODED:\n").Append(Line($"add.u32 {loop.Index}, {loop.Index}, {loop.Threads}")).Append(Line($"add.u32 %coded$first, %coded$first, {loop.Threads}"))
            .Append(Line("bra EACH_BLOCK")).ToString();
    }

    /// <summary>Whether a memory is stored in codes.</summary>
    public bool IsCoded(AccessText access) => stored.Contains(access);

    /// <summary>What it stores in codes.</summary>
    public IReadOnlyList<AccessText> Stored => stored;

    /// <summary>The register of the largest magnitude of a state.</summary>
    public static string Largest(AccessText access) => $"%coded$largest{Text(access.Memory)}";

    /// <summary>No magnitude is known.</summary>
    public string Clear() => string.Concat(stored.Select(access => Line($"mov.b32 {Largest(access)}, 0")));

    /// <summary>Takes the magnitude of a value into the largest.</summary>
    public static string Measure(AccessText access, string value) => Line($"measure.{Text(access.Memory)} {Largest(access)}, {value}");

    /// <summary>The warps that have values of a block tell each other the largest magnitudes.</summary>
    public string Exchange(int warps)
    {
        var text = new StringBuilder();
        foreach (var largest in stored.Select(Largest))
        {
            for (var distance = 16; distance > 0; distance /= 2)
            {
                text.Append(Line($"shfl.sync.bfly.b32 %coded$other, {largest}, {Text(distance)}, 31, 0xffffffff")).Append(Line($"max.u32 {largest}, {largest}, %coded$other"));
            }
        }

        text.Append(Line("add.u32 %coded$at, %coded$own, %coded$turn"));
        foreach (var (index, access) in stored.Index())
        {
            text.Append(Line($"@%coded$isFirst st.shared.u32 [%coded$at+{Text(index * Bytes)}], {Largest(access)}"));
        }

        text.Append(Line("bar.sync 0")).Append(Line($"and.b32 %coded$at, %coded$at, {Text(-sizeof(float) * warps)}"));
        foreach (var (index, access) in stored.Index())
        {
            for (var warp = 0; warp < warps; warp++)
            {
                text.Append(Line($"ld.shared.u32 %coded$other, [%coded$at+{Text((index * Bytes) + (sizeof(float) * warp))}]")).Append(Line($"max.u32 {Largest(access)}, {Largest(access)}, %coded$other"));
            }
        }

        return text.Append(Line($"sub.u32 %coded$turn, {Text(stored.Count * Bytes)}, %coded$turn")).ToString();
    }

    /// <summary>One of the threads of a block of values stores its scale.</summary>
    /// <param name="threads">How many threads have such a block.</param>
    /// <param name="others">Where the others go on.</param>
    public string SetScales(int threads, string others)
        => Line($"and.b32 %coded$other, %coded$thread, {Text(threads - 1)}") + Line("setp.ne.u32 %coded$isOther, %coded$other, 0") + Line($"@%coded$isOther bra {others}")
            + string.Concat(stored.Select(access => Line($"scale.{Text(access.Memory)} [{access.At}], {Largest(access)}")));
}
