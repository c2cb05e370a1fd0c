namespace Descent.Tests.Oracles;

/// <summary>Rules that no recorded entry runs as they are, against their formula written another way.</summary>
public sealed class FormulaTests
{
    private const double LearningRate = 0.02;
    private const double Beta1 = 0.8;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-3;

    /// <summary>The moments are the weighted sums over all gradients that the recurrence of the rule unrolls to.</summary>
    [Theory]
    [InlineData("B", 1e-12)]
    [InlineData("B32", 5e-6)]
    public void AdamWithoutBiasCorrection_IsItsUnrolledSum(string problem, double relativeTolerance)
    {
        using var optimizer = new AdamWithoutBiasCorrection { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon };
        var trajectory = Trajectory.Start(problem, [optimizer]);
        var start = trajectory.Weights;
        var gradients = ((Recorded)trajectory.Problem).Gradients[0];

        List<double[][]> weights = [];
        List<Snapshot> expected = [];
        for (var t = 1; t <= gradients.Length; t++)
        {
            trajectory.Step();
            weights.Add(trajectory.Weights);
            var before = t == 1 ? start[0] : expected[^1].Weights[0];
            expected.Add(new(t, [[.. before.Select((weight, i) => weight - UnrolledStep([.. gradients.Take(t).Select(g => g[i])]))]]));
        }

        var run = new OracleRun(relativeTolerance, expected, []);
        Comparison.AssertNone($"AdamWithoutBiasCorrection on {problem}", Comparison.Weights(start, run, weights));
    }

    private static double UnrolledStep(double[] gradients)
    {
        var ages = gradients.Select((gradient, i) => (Gradient: gradient, Age: gradients.Length - 1 - i)).ToArray();
        var m = (1 - Beta1) * ages.Sum(term => Math.Pow(Beta1, term.Age) * term.Gradient);
        var v = (1 - Beta2) * ages.Sum(term => Math.Pow(Beta2, term.Age) * Math.Pow(term.Gradient, 2));
        return LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
