using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// Holds a random rule in a storage that is drawn against the same rule in native memory: a step that decodes once, computes, and encodes once gives what a
/// native step gives that begins with the decoded values, encoded.
/// </summary>
internal static class DrawnStorage
{
    /// <summary>More than two of the parts that are decoded at a time, and a rest that fills no vector.</summary>
    private const int Length = 1100;

    /// <param name="create">Makes a new optimizer of the rule.</param>
    /// <param name="name">The rule's name.</param>
    /// <param name="reduces">Whether it reduces.</param>
    /// <param name="shape">A shape of as many weights, or none for a vector.</param>
    /// <param name="random">Draws the storage.</param>
    public static void Compare(Func<RuleOptimizer> create, string name, bool reduces, IReadOnlyList<nint> shape, Random random)
    {
        var examination = new Examination(name, create, "the comparison of storages", "", seed: 0);
        var states = (StateStorage)random.Next(4);
        switch (random.Next(6))
        {
            case 0:
                // Native states would be the rule as it is.
                Run<float, float, float>((StateStorage)random.Next(1, 4), WeightPrecision.Nearest);
                break;
            case 1:
                Run<double, double, double>((StateStorage)random.Next(1, 4), WeightPrecision.Nearest);
                break;
            case 2:
                Run<float, BFloat16, BFloat16>((StateStorage)random.Next(2), WeightPrecision.Nearest);
                break;
            case 3:
                Run<float, BFloat16, float>(states, random.Next(2) == 0 ? WeightPrecision.Compensated : WeightPrecision.Master);
                break;
            case 4:
                Run<float, Half, Half>(states, random.Next(2) == 0 ? WeightPrecision.Nearest : WeightPrecision.Compensated);
                break;
            default:
                Run<float, BFloat16, Half>(states, random.Next(2) == 0 ? WeightPrecision.SplitMaster : WeightPrecision.Nearest);
                break;
        }

        void Run<T, TWeight, TGradient>(StateStorage storage, WeightPrecision precision)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            // In a sum one special value would be all that is left.
            var share = reduces ? 0 : SpecialValues.UsualShare;
            var given = new Case<T>("", SpecialValues.Mixed<T>(random, Length, share), [.. Enumerable.Range(0, 3).Select(_ => SpecialValues.Mixed<T>(random, Length, share))]) { Shape = shape };
            StoredRun<T, TWeight, TGradient>.Compare(examination, create, given, storage, precision);
        }
    }
}
