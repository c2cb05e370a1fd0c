using System.Numerics;

namespace Descent.Tests;

/// <summary>A relaxed rule stays within the bound that <see cref="FloatMath.Relaxed"/> states.</summary>
public sealed class RelaxedTests
{
    /// <summary>
    /// The operations on the longest way to a weight, those before the loop that are rounded to the weights' type included: the bound is 4
    /// roundings for each. The way: three to v, two to its correction, root, sum, quotient, three to the step size, product, difference, and
    /// the roundings of six constants.
    /// </summary>
    private const int Operations = 20;

    [Fact]
    public void Single_StaysWithinTheBound() => Check<float>(MathF.ScaleB(1, -24));

    [Fact]
    public void Double_StaysWithinTheBound() => Check<double>(Math.ScaleB(1, -53));

    private static void Check<T>(T rounding)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Length = 2003;
        var random = new Random(5);
        T[] Draw(double scale) => [.. Enumerable.Range(0, Length).Select(_ => T.CreateTruncating((random.NextDouble() - 0.5) * scale))];
        var (start, gradients, first) = (Draw(1), Draw(0.1), Draw(0.1));
        T[] second = [.. Draw(0.01).Select(T.Abs)];
        using var strict = new AdamForTests();
        using var relaxed = new RelaxedAdamForTests();
        var differences = 0;
        foreach (var step in new[] { 0, 1, 9, 999 })
        {
            var (expected, actual) = ((T[])start.Clone(), (T[])start.Clone());
            var (strictState, relaxedState) = (strict.CreateState(expected), relaxed.CreateState(actual));
            strictState.M.CopyFrom<T>(first);
            relaxedState.M.CopyFrom<T>(first);
            strictState.V.CopyFrom<T>(second);
            relaxedState.V.CopyFrom<T>(second);
            (strictState.StepCount, relaxedState.StepCount) = (step, step);
            strict.Update(expected, gradients, strictState);
            relaxed.Update(actual, gradients, relaxedState);

            var (strictM, strictV) = (strictState.M.ToArray<T>(), strictState.V.ToArray<T>());
            var (relaxedM, relaxedV) = (relaxedState.M.ToArray<T>(), relaxedState.V.ToArray<T>());
            var bound = T.CreateChecked(4 * Operations) * rounding;
            var rate = T.CreateChecked(AdamForTests.Rate / (1 - Math.Pow(AdamForTests.Beta1, step + 1)));
            var correction = T.CreateChecked(1 - Math.Pow(AdamForTests.Beta2, step + 1));
            for (var index = 0; index < Length; index++)
            {
                // The terms of m may cancel; the error is relative to their magnitudes.
                var terms = T.Abs(T.CreateChecked(AdamForTests.Beta1) * first[index]) + T.Abs(T.CreateChecked(1 - AdamForTests.Beta1) * gradients[index]);
                var magnitude = T.Abs(start[index]) + (rate * terms / T.Sqrt(strictV[index] / correction));
                var difference = T.Abs(expected[index] - actual[index]);
                Assert.True(difference <= bound * magnitude, $"Step {step + 1}, weight {index}: {actual[index]} is not {expected[index]}.");
                Assert.True(T.Abs(strictM[index] - relaxedM[index]) <= bound * terms);
                Assert.True(T.Abs(strictV[index] - relaxedV[index]) <= bound * strictV[index]);
                differences += difference == T.Zero ? 0 : 1;
            }
        }

        // It is another computation: some weights differ.
        Assert.NotEqual(0, differences);
    }
}
