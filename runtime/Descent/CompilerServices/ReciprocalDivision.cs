using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>
/// Whether a multiplication by a reciprocal, corrected, takes less time than a division. The bits are the same. One answer for a process: once this class is
/// initialized, the just-in-time compiler takes it for a constant.
/// </summary>
internal static class ReciprocalDivision
{
    /// <summary>The switch of <see cref="AppContext"/> that chooses, if it is set before the first optimizer is made.</summary>
    public const string Switch = "Descent.DividesByReciprocals";

    /// <summary>In <see cref="float"/>: Intel's processors divide a vector in about the time of ten multiplications, AMD's in that of the correction itself.</summary>
    public static readonly bool SavesTime = Choose(ProcessorMake.IsIntel);

    /// <summary>In <see cref="double"/>: AMD's processors without vectors of 512 bits divide four in the time of nine multiplications, which the correction and its check take.</summary>
    public static readonly bool SavesTimeInDouble = Choose(ProcessorMake.IsIntel || Avx512F.IsSupported);

    private static bool Choose(bool byProcessor) => AppContext.TryGetSwitch(Switch, out var chosen) ? chosen : byProcessor;
}
