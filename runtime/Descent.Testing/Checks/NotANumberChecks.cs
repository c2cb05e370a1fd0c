using System.Numerics;
using Descent.Testing.Comparing;

namespace Descent.Testing.Checks;

/// <summary>A gradient that is not a number does to its weight and to the others what the author says.</summary>
internal static class NotANumberChecks
{
    private const int Length = 37;

    /// <summary>Runs the check at the first weight, at the last, and between.</summary>
    /// <param name="examination">The examination.</param>
    /// <param name="outcome">What is stated.</param>
    public static void Run(Examination examination, NotANumberOutcome outcome)
    {
        foreach (var index in new[] { 0, 5, 18, Length - 1 })
        {
            Run<float>(examination, outcome, index);
            Run<double>(examination, outcome, index);
        }
    }

    private static void Run<T>(Examination examination, NotANumberOutcome outcome, int index)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var given = Cases.Draw<T>("", examination.Seed, Length, specialShare: 0);
        using var good = new TensorRun<T>(examination.Create(), given);
        using var bad = new TensorRun<T>(examination.Create(), given);
        good.Step(given.Gradients[0]);
        bad.Step(given.Gradients[0]);
        var before = bad.Now.Weights;
        var gradients = (T[])given.Gradients[1].Clone();
        gradients[index] = T.NaN;
        bad.Step(gradients);
        good.Step(given.Gradients[1]);

        var where = FormattableString.Invariant($"where gradient {index} is not a number");
        var weights = bad.Now.Weights;
        switch (outcome)
        {
            case NotANumberOutcome.WeightBecomesNotANumber:
                examination.AssertEqual<T>(With(weights, T.NaN), weights, "weight", where);
                break;
            case NotANumberOutcome.WeightStays:
                examination.AssertEqual<T>(With(weights, before[index]), weights, "weight", where);
                break;
            case NotANumberOutcome.TensorBecomesNotANumber:
                examination.AssertEqual<T>([.. weights.Select(_ => T.NaN)], weights, "weight", where);
                break;
        }

        if (examination.Reduces)
        {
            return;
        }

        good.Step(given.Gradients[2]);
        bad.Step(given.Gradients[2]);
        foreach (var (expected, actual) in good.Now.PerWeight.Zip(bad.Now.PerWeight))
        {
            examination.AssertEqual<T>(With(expected.Values, actual.Values[index]), actual.Values, expected.Name, $"{where} one step before");
        }

        T[] With(T[] values, T value)
        {
            var changed = (T[])values.Clone();
            changed[index] = value;
            return changed;
        }
    }
}
