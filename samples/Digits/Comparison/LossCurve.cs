using Digits.Training;

namespace Digits.Comparison;

/// <summary>One line of the chart: the smoothed loss of an optimizer, iteration by iteration.</summary>
internal sealed record LossCurve(string Name, string Title, double[] Losses)
{
    public static LossCurve Of(TrainingRun run) => new(run.Recipe.Optimizer.Name, run.Recipe.Optimizer.Title, Smoothing.Smooth(run.History.Losses));
}
