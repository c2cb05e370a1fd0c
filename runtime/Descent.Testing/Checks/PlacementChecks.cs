using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>What a weight becomes does not depend on where in which tensor it is: for rules without reductions.</summary>
internal static class PlacementChecks
{
    private const int Length = 53;

    public static void CutAnywhere(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var given = Cases.Draw<T>("", examination.Seed, Length, examination.ShareBetweenLoops, steps: 2);
            var whole = After(examination, given);
            for (var cut = 1; cut < Length; cut++)
            {
                var first = After(examination, Part(given, ..cut));
                var second = After(examination, Part(given, cut..));
                foreach (var (expected, start, end) in whole.PerWeight.Zip(first.PerWeight, second.PerWeight))
                {
                    examination.AssertEqual<T>(expected.Values, [.. start.Values, .. end.Values], expected.Name, FormattableString.Invariant($"cut at {cut}"));
                }
            }
        }
    }

    public static void Permutation(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var given = Cases.Draw<T>("", examination.Seed, Length, examination.ShareBetweenLoops, steps: 2);
            int[] order = [.. Enumerable.Range(0, Length)];
            new Random(examination.Seed).Shuffle(order);
            var permuted = new Case<T>("", Permute(given.Weights), [.. given.Gradients.Select(Permute)]);
            foreach (var (expected, actual) in After(examination, given).PerWeight.Zip(After(examination, permuted).PerWeight))
            {
                examination.AssertEqual<T>(Permute(expected.Values), actual.Values, expected.Name, "permuted");
            }

            T[] Permute(T[] values) => Array.ConvertAll(order, index => values[index]);
        }
    }

    private static Case<T> Part<T>(Case<T> given, Range range)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new("", given.Weights[range], [.. given.Gradients.Select(gradients => gradients[range])]);

    private static Snapshot<T> After<T>(Examination examination, Case<T> given)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var run = new TensorRun<T>(examination.Create(), given);
        foreach (var gradients in given.Gradients)
        {
            run.Step(gradients);
        }

        return run.Now;
    }
}
