using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>What chance a rule draws follows from the seed and the name of the parameter.</summary>
internal static class ChanceChecks
{
    private const int Length = 53;

    public static void Seed(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var given = Cases.Draw<T>("", examination.Seed, Length, specialShare: 0, steps: 2);
            var expected = After(seed: 5, "weights");
            foreach (var (first, again) in expected.PerWeight.Zip(After(seed: 5, "weights").PerWeight))
            {
                examination.AssertEqual<T>(first.Values, again.Values, first.Name, "the same seed");
            }

            AssertOther(After(seed: 6, "weights"), "another seed");
            AssertOther(After(seed: 5, "other weights"), "another name");

            void AssertOther(Snapshot<T> actual, string what)
            {
                if (expected.PerWeight.Zip(actual.PerWeight).All(pair => Bits.FirstDifference<T>(pair.First.Values, pair.Second.Values) < 0))
                {
                    examination.Fail($"{what} gives the same bits");
                }
            }

            Snapshot<T> After(ulong seed, string name)
            {
                var optimizer = examination.Create();
                optimizer.Options.Seed = seed;
                using var run = new TensorRun<T>(optimizer, given, name);
                foreach (var gradients in given.Gradients)
                {
                    run.Step(gradients);
                }

                // What only a move draws shows where it moves to: an update may come back from there.
                run.BindFirst(given.Gradients[0]);
                run.Optimizer.BeforeGradient();
                return run.Now;
            }
        }
    }
}
