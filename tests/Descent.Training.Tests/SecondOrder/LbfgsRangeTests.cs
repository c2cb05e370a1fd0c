namespace Descent.Training.Tests.SecondOrder;

/// <summary>Losses and gradients that are not finite, and finite ones whose squares are not.</summary>
public sealed class LbfgsRangeTests
{
    public static TheoryData<LineSearchMethod> Methods => [.. Enum.GetValues<LineSearchMethod>()];

    /// <summary>A loss that is NaN everywhere but at the start is not an end of progress.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void ALossThatIsNotFinite_IsSaidToBeSo(LineSearchMethod method)
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var calls = 0;
            var problem = new TestProblem([1], (_, g) =>
            {
                g[0] = 1;
                return calls++ == 0 ? 1 : bad;
            });

            var result = new Lbfgs(problem.Optimizer) { LineSearch = method }.Step(problem.LossAndGradients);

            Assert.Equal((LbfgsOutcome.NotFinite, 1, 1), (result.Outcome, result.InitialLoss, result.FinalLoss));
            Assert.Equal(1, problem.Weights[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void AGradientThatIsNotFinite_IsSaidToBeSo(LineSearchMethod method)
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var problem = new TestProblem([1, 1], (w, g) =>
            {
                (g[0], g[1]) = (1, w[0] == 1 ? 0 : bad);
                return 7;
            });

            var result = new Lbfgs(problem.Optimizer) { LineSearch = method }.Step(problem.LossAndGradients);

            Assert.Equal((LbfgsOutcome.NotFinite, 7), (result.Outcome, result.FinalLoss));
            Assert.Equal([1, 1], problem.Weights);
        }
    }

    /// <summary>The report has the losses that the evaluation returned, whatever the gradients are.</summary>
    [Fact]
    public void Losses_AreReportedAsTheyAre()
    {
        var problem = new TestProblem([1], static (_, g) =>
        {
            g[0] = double.PositiveInfinity;
            return 5;
        });

        Assert.Equal(new LbfgsResult(5, 5, 0, 1, LbfgsOutcome.NotFinite), new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients));
        var notANumber = new TestProblem([1], static (_, _) => double.NaN);
        Assert.Equal(new LbfgsResult(double.NaN, double.NaN, 0, 1, LbfgsOutcome.NotFinite), new Lbfgs(notANumber.Optimizer).Step(notANumber.LossAndGradients));
    }

    /// <summary>−log w, which is NaN beyond 0: a first step that is too long is taken back to where the loss is finite.</summary>
    [Fact]
    public void ALineSearch_ComesBackFromWhereTheLossIsNotFinite()
    {
        var problem = new TestProblem([0.5], static (w, g) =>
        {
            g[0] = (-1 / w[0]) + 4;
            return -Math.Log(w[0]) + (4 * w[0]);
        });
        var result = new Lbfgs(problem.Optimizer) { LearningRate = 10, MaximumIterations = 50 }.Step(problem.LossAndGradients);

        Assert.NotEqual(LbfgsOutcome.NotFinite, result.Outcome);
        Assert.Equal(0.25, problem.Weights[0], 1e-6);
    }

    /// <summary>Points that are finite and no better: the gradient has the wrong sign.</summary>
    [Fact]
    public void NoBetterPoint_IsNoProgress()
    {
        var problem = new TestProblem([1], static (w, g) =>
        {
            g[0] = -1;
            return w[0];
        });
        Assert.Equal(LbfgsOutcome.NoProgress, new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients).Outcome);
        Assert.Equal(1, problem.Weights[0]);
    }

    /// <summary>s/2 ((x − 3)² + 2 (y + 1)²) has its minimum at the same place for every s, and its squared gradients have none.</summary>
    [Theory]
    [InlineData(1e160, LineSearchMethod.None)]
    [InlineData(1e160, LineSearchMethod.StrongWolfe)]
    [InlineData(1e250, LineSearchMethod.None)]
    [InlineData(1e250, LineSearchMethod.StrongWolfe)]
    [InlineData(1e306, LineSearchMethod.None)]
    [InlineData(1e306, LineSearchMethod.StrongWolfe)]
    public void LossesOfAnySize_AreMinimized(double size, LineSearchMethod method)
    {
        var problem = new TestProblem([0, 0], (w, g) =>
        {
            var (x, y) = (w[0] - 3, w[1] + 1);
            (g[0], g[1]) = (size * x, 2 * size * y);
            return size * ((x * x) + (2 * y * y)) / 2;
        });

        var result = new Lbfgs(problem.Optimizer) { LineSearch = method, MaximumIterations = 40 }.Step(problem.LossAndGradients);

        Assert.NotEqual(LbfgsOutcome.NotFinite, result.Outcome);
        Assert.Equal(3, problem.Weights[0], 1e-6);
        Assert.Equal(-1, problem.Weights[1], 1e-6);
        Assert.Equal(size * 11 / 2, result.InitialLoss, size * 1e-15);
    }

    /// <summary>The sum of the absolute gradients, of which the first step is the reciprocal, is too large for a double.</summary>
    [Fact]
    public void GradientsWhoseSumIsNotFinite_AreFollowed()
    {
        var problem = new TestProblem([1, 1], static (w, g) =>
        {
            (g[0], g[1]) = (1.5e308 * w[0], 1.5e308 * w[1]);
            return 0.75e308 * ((w[0] * w[0]) + (w[1] * w[1]));
        });
        new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients);
        Assert.Equal([0, 0], problem.Weights.Select(weight => Math.Round(weight, 9)));
    }

    /// <summary>Five quarters of the largest number of iterations are more evaluations than an int counts.</summary>
    [Fact]
    public void AnyNumberOfIterations_MayBeAllowed()
    {
        var problem = TestProblem.Rosenbrock(2);

        var result = new Lbfgs(problem.Optimizer) { MaximumIterations = int.MaxValue }.Step(problem.LossAndGradients);

        Assert.True(result.Outcome is LbfgsOutcome.NoProgress or LbfgsOutcome.GradientVanished, result.ToString());
        Assert.Equal(1, problem.Weights[0], 1e-4);
    }

    /// <summary>The last step of fixed length is not evaluated, but weights that overflowed are not left behind.</summary>
    [Fact]
    public void AStepToInfiniteWeights_IsNotMade()
    {
        float[] weights = [3e38f], gradients = [-1];
        var optimizer = new Sgd();
        optimizer.Add("x", weights, gradients);

        var result = new Lbfgs(optimizer) { LineSearch = LineSearchMethod.None, MaximumIterations = 1, LearningRate = 1e39 }.Step(() => -weights[0]);

        Assert.Equal(LbfgsOutcome.NotFinite, result.Outcome);
        Assert.Equal(3e38f, weights[0]);
    }
}
