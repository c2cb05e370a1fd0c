using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>
/// However weights, gradients and states are stored, a step decodes once, runs the method, and encodes once: it gives what a step of a native optimizer
/// gives that begins with the decoded values, encoded.
/// </summary>
internal static class StorageChecks
{
    /// <summary>A tensor of several chunks, whose rows are no multiple of any vector or block.</summary>
    private static readonly (int Rows, int Columns) s_large = (9, 1003);

    /// <summary>As many weights, with square matrices that are not large.</summary>
    private static readonly (int Rows, int Columns) s_largeOfSquares = (60, 150);

    /// <summary>States of each storage beside native weights.</summary>
    public static void StoredStates(Examination examination)
    {
        foreach (var storage in new[] { StateStorage.BFloat16, StateStorage.Half, StateStorage.Blocks8 })
        {
            Run<float, float, float>(examination, storage, WeightPrecision.Nearest);
            Run<double, double, double>(examination, storage, WeightPrecision.Nearest);
        }
    }

    /// <summary>Weights and gradients of 16 bits.</summary>
    public static void StoredWeights(Examination examination)
    {
        Run<float, BFloat16, BFloat16>(examination, StateStorage.BFloat16, WeightPrecision.Nearest);
        Run<float, BFloat16, float>(examination, StateStorage.Native, WeightPrecision.Nearest);
        Run<float, Half, Half>(examination, StateStorage.Blocks8, WeightPrecision.Nearest);
        Run<float, BFloat16, BFloat16>(examination, StateStorage.Native, WeightPrecision.Compensated);
        Run<float, Half, BFloat16>(examination, StateStorage.BFloat16, WeightPrecision.Master);
        Run<float, BFloat16, Half>(examination, StateStorage.Half, WeightPrecision.SplitMaster);
    }

    private static void Run<T, TWeight, TGradient>(Examination examination, StateStorage storage, WeightPrecision precision)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        var (rows, columns) = examination.HasSquares ? s_largeOfSquares : s_large;
        foreach (var given in new[]
        {
            examination.Draw<T>("", 3, 29, examination.ShareBetweenLoops, steps: 2),
            examination.Draw<T>("several chunks", rows, columns, examination.ShareBetweenLoops, steps: 2),
        })
        {
            StoredRun<T, TWeight, TGradient>.Compare(examination, examination.Create, given, storage, precision);
        }
    }
}
