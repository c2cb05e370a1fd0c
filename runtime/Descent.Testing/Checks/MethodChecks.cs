using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>The loop gives the bits of the author's method.</summary>
internal static class MethodChecks
{
    public static void EveryLength(Examination examination) => Run(examination, Cases.EveryLength<double>(examination.Seed, examination.SpecialShare));

    public static void UnalignedMemory(Examination examination) => Run(examination, Cases.UnalignedMemory<double>(examination.Seed, examination.SpecialShare));

    public static void EveryLoop(Examination examination)
        => Run(examination, Cases.EveryLoop<double>(Variation.Of(examination.Create), examination.Seed, examination.SpecialShare));

    public static void SpecialValueInEachLane(Examination examination)
    {
        foreach (var given in Cases.SpecialValueInEachLane<double>(examination.Seed))
        {
            try
            {
                MethodComparison.Run(examination, given);
            }
            catch (ArithmeticException)
            {
                // Math.Sign of what is not a number: the method has no answer here.
            }
        }
    }

    private static void Run(Examination examination, IEnumerable<Case<double>> cases)
    {
        foreach (var given in cases)
        {
            MethodComparison.Run(examination, given);
        }
    }
}
