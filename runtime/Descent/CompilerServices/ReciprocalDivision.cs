namespace Descent.CompilerServices;

/// <summary>Whether a multiplication by a reciprocal, corrected, takes less time than a division of <see cref="float"/>. The bits are the same.</summary>
internal static class ReciprocalDivision
{
    /// <summary>The switch of <see cref="AppContext"/> that chooses, if it is set before the first optimizer is made.</summary>
    public const string Switch = "Descent.DividesByReciprocals";

    /// <summary>
    /// Intel's processors divide a vector of <see cref="float"/> in about the time of ten multiplications, AMD's since Zen 4 in that of the correction itself.
    /// One answer for a process: once this class is initialized, the just-in-time compiler takes it for a constant.
    /// </summary>
    public static readonly bool SavesTime = AppContext.TryGetSwitch(Switch, out var chosen) ? chosen : ProcessorMake.IsIntel;
}
