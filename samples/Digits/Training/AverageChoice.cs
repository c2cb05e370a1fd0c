using Descent;
using Descent.Training;

namespace Digits.Training;

/// <summary>A way of averaging weights over a training: the name it is chosen by, and the average for a number of steps in all and in an epoch.</summary>
internal sealed record AverageChoice(string Name, string Title, Func<Optimizer, int, int, WeightAverage> Create)
{
    public static IReadOnlyList<AverageChoice> All { get; } =
    [
        new("ema", "exponential, over about the last 100 steps", static (optimizer, _, _) => new ExponentialWeightAverage(optimizer, decay: 0.99)),
        new("swa", "the ends of the epochs of the last quarter", static (optimizer, steps, inEpoch)
            => new StochasticWeightAverage(optimizer, firstStep: FirstOfLast(steps / inEpoch, 4) * inEpoch, period: inEpoch)),
        new("polyak", "every step of the last half", static (optimizer, steps, _)
            => new StochasticWeightAverage(optimizer, firstStep: FirstOfLast(steps, 2))),
    ];

    /// <summary>The average of this name, in capitals or not; or <see langword="null"/>.</summary>
    public static AverageChoice? Find(string name)
        => All.SingleOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first of so many, counted from 1, that belongs to the last half or quarter.</summary>
    private static int FirstOfLast(int count, int part) => count - Math.Max(1, count / part) + 1;
}
