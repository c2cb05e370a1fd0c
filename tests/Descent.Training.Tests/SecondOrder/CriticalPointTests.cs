using Descent.Training.Tests.Checks;

namespace Descent.Training.Tests.SecondOrder;

public sealed class CriticalPointTests
{
    [Theory]
    [InlineData(2, 1, CriticalPointKind.Minimum)]
    [InlineData(-2, -1, CriticalPointKind.Maximum)]
    [InlineData(2, -1, CriticalPointKind.Saddle)]
    [InlineData(2, 0, CriticalPointKind.MinimumOrSaddle)]
    [InlineData(-2, 0, CriticalPointKind.MaximumOrSaddle)]
    [InlineData(0, 0, CriticalPointKind.Undecided)]
    public void Kind_FollowsFromTheEigenvalues_AllOfThemOrTheExtremeOnes(double first, double second, CriticalPointKind kind)
    {
        // Turned by 30°, so that no axis is an eigenvector.
        var (c, s) = (Math.Sqrt(0.75), 0.5);
        var problem = TestProblem.Quadratic([0, 0], new[,]
        {
            { (c * c * first) + (s * s * second), c * s * (first - second) },
            { c * s * (first - second), (s * s * first) + (c * c * second) },
        });

        var dense = new CriticalPointAnalysis().Run(problem.Optimizer, problem.LossAndGradients);
        var extreme = new CriticalPointAnalysis { DenseLimit = 0 }.Run(problem.Optimizer, problem.LossAndGradients);

        Assert.Equal((kind, kind), (dense.Kind, extreme.Kind));
        Assert.Equal((true, false), (dense.IsComplete, extreme.IsComplete));
        Assert.Equal(first == 0 || second == 0, dense.IsDegenerate);
        Assert.Equal(kind == CriticalPointKind.Saddle ? null : dense.IsDegenerate, extreme.IsDegenerate);
        foreach (var report in new[] { dense, extreme })
        {
            Assert.Equal(Math.Min(first, second), report.Eigenvalues[0], 1e-9);
            Assert.Equal(Math.Max(first, second), report.Eigenvalues[^1], 1e-9);
            Assert.Equal(first < 0 || second < 0, !report.EscapeDirection.IsEmpty);
            Assert.StartsWith($"{kind}: loss 0, gradient norm 0, ", report.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DegenerateSaddle_IsASaddleAndDegenerate()
    {
        var problem = TestProblem.Quadratic([0, 0, 0], new double[,] { { 1, 0, 0 }, { 0, 0, 0 }, { 0, 0, -1 } });

        var report = new CriticalPointAnalysis().Run(problem.Optimizer, problem.LossAndGradients);

        Assert.Equal((CriticalPointKind.Saddle, true), (report.Kind, report.IsDegenerate));
    }

    /// <summary>x³ − 3xy²: flat to second order, and neither minimum nor maximum.</summary>
    [Fact]
    public void MonkeySaddle_IsUndecided()
    {
        var problem = new TestProblem([0, 0], static (w, g) =>
        {
            (g[0], g[1]) = (3 * ((w[0] * w[0]) - (w[1] * w[1])), -6 * w[0] * w[1]);
            return w[0] * ((w[0] * w[0]) - (3 * w[1] * w[1]));
        });

        var report = new CriticalPointAnalysis().Run(problem.Optimizer, problem.LossAndGradients);

        Assert.Equal((CriticalPointKind.Undecided, true), (report.Kind, report.IsDegenerate));
        Assert.Contains("no direction of escape", Assert.Throws<InvalidOperationException>(() => report.Escape(1)).Message, StringComparison.Ordinal);
    }

    /// <summary>x² − y² at the saddle: along y, both ways alike. At (0, 0.1), no critical point, the gradient decides for +y.</summary>
    [Theory]
    [InlineData(0, CriticalPointKind.Saddle)]
    [InlineData(0.1, CriticalPointKind.NotCritical)]
    public void Escape_LeadsDownTheNegativeCurvature(double y, CriticalPointKind kind)
    {
        var problem = TestProblem.Quadratic([0, y], new double[,] { { 2, 0 }, { 0, -2 } });
        var report = new CriticalPointAnalysis().Run(problem.Optimizer, problem.LossAndGradients);
        Assert.Equal(kind, report.Kind);
        Assert.Equal([0, y], problem.Weights);
        Assert.Equal(1, Math.Abs(report.EscapeDirectionOf("x")[1]), 1e-9);

        report.Escape(0.5);

        // −(0.1 + 0.5)² if it goes on along the slope, −0.5² from the saddle itself.
        Assert.Equal(-(y + 0.5) * (y + 0.5), problem.LossAndGradients(), 1e-9);
        Assert.Throws<KeyNotFoundException>(() => report.EscapeDirectionOf("z").Length);
        Assert.Equal("distance", Assert.Throws<ArgumentOutOfRangeException>(() => report.Escape(double.NaN)).ParamName);
    }

    /// <summary>
    /// With all weights 0 the gradients of a tanh network of balanced classes vanish, and the layers' weights only act together: the
    /// saddle from which symmetric initialization does not come away.
    /// </summary>
    [Fact]
    public void Network_OfZeroWeights_StandsOnASaddleThatEscapeLeaves()
    {
        var network = new TinyNetwork<double>();
        Array.Clear(network.Weights1);
        Array.Clear(network.Weights2);

        var report = new CriticalPointAnalysis { DenseLimit = 0 }.Run(network.Optimizer, network.LossAndGradients);

        Assert.Equal(CriticalPointKind.Saddle, report.Kind);
        Assert.Equal(Math.Log(3), report.Loss, 1e-12);
        Assert.All(network.Weights1, weight => Assert.Equal(0, weight));
        report.Escape(0.5);
        Assert.True(network.Loss() < report.Loss - (0.1 * -report.Eigenvalues[0] * 0.25), $"{report}, then {network.Loss()}");
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        Refuses("GradientTolerance", () => _ = new CriticalPointAnalysis { GradientTolerance = 0 });
        Refuses("EigenvalueTolerance", () => _ = new CriticalPointAnalysis { EigenvalueTolerance = double.NaN });
        Refuses("DenseLimit", () => _ = new CriticalPointAnalysis { DenseLimit = 5000 });
        Refuses("MaximumProducts", () => _ = new CriticalPointAnalysis { MaximumProducts = 0 });

        static void Refuses(string name, Action action) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(action).ParamName);
    }
}
