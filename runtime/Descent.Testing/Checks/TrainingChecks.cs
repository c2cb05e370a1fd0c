using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>What a training run relies on.</summary>
internal static class TrainingChecks
{
    private const int Length = 37;

    public static void ZeroLearningRate(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var given = Cases.Draw<T>("", examination.Seed, Length, specialShare: 0);
            using var run = new TensorRun<T>(examination.Create(), given);
            RuleMembers.TrySetLearningRateZero(run.Optimizer);
            foreach (var gradients in given.Gradients)
            {
                run.Step(gradients);
            }

            examination.AssertEqual<T>(given.Weights, run.Now.Weights, "weight", "after 3 steps");
        }
    }

    public static void RestoredState(Examination examination)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            const int Before = 3;
            var given = Cases.Draw<T>("", examination.Seed, Length, specialShare: 0, steps: 2 * Before);
            using var run = new TensorRun<T>(examination.Create(), given);
            foreach (var gradients in given.Gradients.Take(Before))
            {
                run.Step(gradients);
            }

            using var resumed = new TensorRun<T>(examination.Create(), given with { Weights = new T[Length] });
            run.Now.RestoreTo(resumed.Optimizer, resumed.Parameter);
            foreach (var gradients in given.Gradients.Skip(Before))
            {
                run.Step(gradients);
                resumed.Step(gradients);
                examination.AssertEqual(run.Now, resumed.Now, FormattableString.Invariant($"step {run.Parameter.StepCount}, resumed after {Before}"));
            }
        }
    }

    /// <summary>
    /// The loss is Σ cᵢ (wᵢ − 1)² / 2 with slopes cᵢ from 0.1 to 1; the weights start up to ½ from its minimum. Weights near 0 would be
    /// hard for rules that scale their steps by the norm of the weights.
    /// </summary>
    public static void Quadratic(Examination examination, int steps, double share)
    {
        Run<float>();
        Run<double>();

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var random = new Random(examination.Seed);
            T[] slopes = [.. Enumerable.Range(0, Length).Select(index => T.CreateTruncating(0.1 + (0.9 * index / (Length - 1))))];
            using var run = new TensorRun<T>(examination.Create(), new Case<T>("", [.. slopes.Select(_ => T.CreateTruncating(0.5 + random.NextDouble()))], []));
            var first = Loss();
            var gradients = new T[Length];
            for (var step = 0; step < steps; step++)
            {
                if (run.Optimizer.EvaluatesTwice)
                {
                    Evaluate();
                    run.Bind(gradients);
                }

                run.Optimizer.BeforeGradient();
                Evaluate();
                run.Step(gradients);
            }

            run.Optimizer.Evaluate();
            var last = Loss();
            if (!(last <= share * first))
            {
                examination.Fail($"After {steps} steps in {Bits.TypeName<T>()} the loss is {last}, from {first} at first: more than {share} times that.");
            }

            void Evaluate()
            {
                var weights = run.Parameter.Weights.ReadOnlySpan<T>();
                for (var index = 0; index < Length; index++)
                {
                    gradients[index] = slopes[index] * (weights[index] - T.One);
                }
            }

            double Loss() => run.Parameter.Weights.ToArray<T>().Zip(slopes).Sum(pair => double.CreateTruncating(pair.Second) * Math.Pow(double.CreateTruncating(pair.First) - 1, 2) / 2);
        }
    }
}
