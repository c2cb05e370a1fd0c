using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>The loop gives the bits of the author's method.</summary>
internal static class MethodChecks
{
    public static void EveryLength(Examination examination)
        => MethodComparison.Run(examination, share => Cases.EveryLength<double>(examination.Seed, share));

    public static void EveryShape(Examination examination)
        => MethodComparison.Run(examination, share => Cases.EveryShape<double>(examination.Seed, share, examination.HasSquares));

    public static void UnalignedMemory(Examination examination)
        => MethodComparison.Run(examination, share => Cases.UnalignedMemory<double>(examination.Seed, share));

    public static void EveryLoop(Examination examination)
    {
        var variations = Variation.Of(examination.Create);
        MethodComparison.Run(examination, share => Cases.EveryLoop<double>(variations, examination.Seed, share));
    }

    public static void SpecialValueInEachLane(Examination examination)
    {
        foreach (var given in Cases.SpecialValueInEachLane<double>(examination.Seed))
        {
            _ = MethodComparison.RunIfAnswered(examination, given);
        }
    }
}
