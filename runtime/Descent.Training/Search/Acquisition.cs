namespace Descent.Training;

/// <summary>
/// Looks for the point with the largest expected improvement: among random points of the whole cube and around the best trials, then by
/// smaller and smaller random steps from the best of these.
/// </summary>
internal sealed class Acquisition(SearchSpace space, GaussianProcess process, double[][] points, double[] values, RandomSource random)
{
    private const int Global = 300, PerTrial = 40, Refined = 3, StepsPerSize = 12;
    private static readonly double[] StepSizes = [0.05, 0.02, 0.008, 0.003, 0.001];

    private readonly double _best = values.Min();

    public double[] Maximize()
    {
        List<(double[] Point, double Gain)> candidates = [];
        for (var i = 0; i < Global; i++)
        {
            Add(Snap([.. space.Dimensions.Select(_ => random.NextUniform())]));
        }

        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        foreach (var trial in order.Take(Refined))
        {
            for (var i = 0; i < PerTrial; i++)
            {
                Add(Step(points[trial], i % 2 == 0 ? 0.1 : 0.02));
            }
        }

        return candidates.OrderByDescending(candidate => candidate.Gain).Take(Refined).ToArray().Select(Refine).MaxBy(refined => refined.Gain).Point;

        void Add(double[] point) => candidates.Add((point, GainAt(point)));
    }

    private (double[] Point, double Gain) Refine((double[] Point, double Gain) candidate)
    {
        foreach (var size in StepSizes)
        {
            for (var i = 0; i < StepsPerSize; i++)
            {
                var point = Step(candidate.Point, size);
                var gain = GainAt(point);
                if (gain > candidate.Gain)
                {
                    candidate = (point, gain);
                }
            }
        }

        return candidate;
    }

    /// <summary>A point that was tried is only tried again where there is no other.</summary>
    private double GainAt(double[] point)
    {
        if (process.Knows(point))
        {
            return double.NegativeInfinity;
        }

        var (mean, deviation) = process.At(point);
        return ExpectedImprovement.Of(_best, mean, deviation);
    }

    private double[] Step(double[] from, double size)
        => Snap([.. from.Select(fraction => Math.Clamp(fraction + (size * random.NextNormal()), 0, 1))]);

    /// <summary>Moves each fraction of a dimension that can be counted to the middle of those that give its value.</summary>
    private double[] Snap(double[] point)
    {
        for (var i = 0; i < point.Length; i++)
        {
            if (space.Dimensions[i].ValueCount is { } count)
            {
                point[i] = (Math.Min(Math.Floor(point[i] * count), count - 1) + 0.5) / count;
            }
        }

        return point;
    }
}
