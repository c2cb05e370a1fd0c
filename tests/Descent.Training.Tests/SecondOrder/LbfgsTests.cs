namespace Descent.Training.Tests.SecondOrder;

public sealed class LbfgsTests
{
    [Fact]
    public void Step_MinimizesOverParametersOfBothTypes()
    {
        float[] x = new float[37], slopes = new float[37];
        double[] y = [3, -2], slopesOfY = new double[2];
        var optimizer = new Sgd();
        optimizer.Add("x", x, slopes);
        optimizer.Add("y", y, slopesOfY);
        var lbfgs = new Lbfgs(optimizer) { MaximumIterations = 100 };

        var result = lbfgs.Step(Evaluate);

        // Σ (i+1)/2 (xᵢ − i)² + (y₀ − 1)² + 2 (y₁ + 4)²; a float weight of up to 36 is right to half a unit in its last place, 2e-6.
        Assert.True(result.FinalLoss < 1e-9, result.ToString());
        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal(i, x[i], 1e-5f);
        }

        Assert.Equal([1, -4], y.Select(value => Math.Round(value, 4)));
        Assert.All(optimizer.Parameters, parameter => Assert.Equal(0, parameter.StepCount));

        double Evaluate()
        {
            var loss = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                slopes[i] = (i + 1) * (x[i] - i);
                loss += 0.5 * slopes[i] * (x[i] - i);
            }

            (slopesOfY[0], slopesOfY[1]) = (2 * (y[0] - 1), 4 * (y[1] + 4));
            return loss + ((y[0] - 1) * (y[0] - 1)) + (2 * (y[1] + 4) * (y[1] + 4));
        }
    }

    [Theory]
    [InlineData(LineSearchMethod.None)]
    [InlineData(LineSearchMethod.StrongWolfe)]
    public void Step_AllocatesNothing(LineSearchMethod lineSearch)
    {
        var problem = TestProblem.Rosenbrock(10);
        var lbfgs = new Lbfgs(problem.Optimizer, history: 3) { LineSearch = lineSearch, LearningRate = lineSearch == LineSearchMethod.None ? 0.01 : 1 };
        Func<double> evaluate = problem.LossAndGradients;
        lbfgs.Step(evaluate);
        lbfgs.Reset();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = lbfgs.Step(evaluate);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(result.Iterations > 5, result.ToString());
    }

    [Fact]
    public void Step_WhereTheGradientVanishes_SaysSoAndMovesNothing()
    {
        var problem = TestProblem.Ravine(0, 0);

        var result = new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients);

        Assert.Equal(new LbfgsResult(0, 0, 0, 1, LbfgsOutcome.GradientVanished), result);
        Assert.Equal([0, 0], problem.Weights);
    }

    [Fact]
    public void Step_AtItsLimits_SaysWhich()
    {
        Assert.Equal(LbfgsOutcome.IterationLimit, Limited(iterations: 2, evaluations: 100));
        Assert.Equal(LbfgsOutcome.EvaluationLimit, Limited(iterations: 100, evaluations: 4));
        Assert.Equal(LbfgsOutcome.NoProgress, Limited(iterations: 100, evaluations: 100, change: 1e9));

        static LbfgsOutcome Limited(int iterations, int evaluations, double change = 1e-9)
        {
            var problem = TestProblem.Rosenbrock(2);
            var lbfgs = new Lbfgs(problem.Optimizer) { MaximumIterations = iterations, MaximumEvaluations = evaluations, ChangeTolerance = change };
            return lbfgs.Step(problem.LossAndGradients).Outcome;
        }
    }

    /// <summary>The loss still falls by 1e-7 a step, but the weight moves by 1e-10 only.</summary>
    [Fact]
    public void Step_ThatIsTooShort_EndsTheCall()
    {
        var problem = new TestProblem([1.0], static (w, g) =>
        {
            g[0] = 1000;
            return 1000 * w[0];
        });
        var lbfgs = new Lbfgs(problem.Optimizer) { LineSearch = LineSearchMethod.None, LearningRate = 1e-10 };

        var result = lbfgs.Step(problem.LossAndGradients);

        Assert.Equal((1, LbfgsOutcome.NoProgress), (result.Iterations, result.Outcome));
    }

    [Fact]
    public void LineSearch_NearAnEndOfItsBracket_MovesInwardsTheSecondTime()
    {
        var wasNearEnd = false;
        Assert.Equal(0.5, StrongWolfeSearch.KeepFromEnds(0.5, 0, 1, ref wasNearEnd));
        Assert.False(wasNearEnd);
        Assert.Equal(0.95, StrongWolfeSearch.KeepFromEnds(0.95, 0, 1, ref wasNearEnd));
        Assert.True(wasNearEnd);
        Assert.Equal(0.9, StrongWolfeSearch.KeepFromEnds(0.95, 0, 1, ref wasNearEnd));
        Assert.False(wasNearEnd);
        Assert.Equal(0.1, StrongWolfeSearch.KeepFromEnds(0, 0, 1, ref wasNearEnd));
        Assert.False(wasNearEnd);
    }

    /// <summary>−log(1 − x²) + 3 x is finite only inside (−1, 1); the first step of length 1 from 0.5 leaves it.</summary>
    [Fact]
    public void LineSearch_WhereTheLossIsNotFinite_StaysWhereItIs()
    {
        var problem = new TestProblem([0.5], static (w, g) =>
        {
            g[0] = (2 * w[0] / (1 - (w[0] * w[0]))) + 3;
            return -Math.Log(1 - (w[0] * w[0])) + (3 * w[0]);
        });

        var result = new Lbfgs(problem.Optimizer) { LearningRate = 5, MaximumEvaluations = 100 }.Step(problem.LossAndGradients);

        // 2x/(1 − x²) = −3 at (1 − √10)/3.
        Assert.Equal((1 - Math.Sqrt(10)) / 3, problem.Weights[0], 1e-7);
        Assert.True(result.FinalLoss < result.InitialLoss);
    }

    [Fact]
    public void FixedStep_ToWhereTheLossIsNotFinite_IsTakenBack()
    {
        var problem = new TestProblem([4.0], static (w, g) =>
        {
            g[0] = w[0] > 3 ? 1 : double.NaN;
            return w[0];
        });
        var lbfgs = new Lbfgs(problem.Optimizer) { LineSearch = LineSearchMethod.None, LearningRate = 2 };

        var result = lbfgs.Step(problem.LossAndGradients);

        Assert.Equal(new LbfgsResult(4, 4, 1, 2, LbfgsOutcome.NotFinite), result);
        Assert.Equal([4], problem.Weights);
    }

    [Fact]
    public void Step_WhoseStartIsNotFinite_MovesNothing()
    {
        var problem = new TestProblem([4.0], static (_, g) => g[0] = double.NaN);

        Assert.Equal(LbfgsOutcome.NotFinite, new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients).Outcome);
        Assert.Equal([4], problem.Weights);
    }

    [Theory]
    [InlineData(LineSearchMethod.None)]
    [InlineData(LineSearchMethod.StrongWolfe)]
    public void Step_WhoseEvaluationThrows_PutsTheWeightsBack(LineSearchMethod lineSearch)
    {
        var problem = TestProblem.Ravine();
        var lbfgs = new Lbfgs(problem.Optimizer) { LineSearch = lineSearch };

        Assert.Throws<TimeoutException>(() => lbfgs.Step(() => problem.Evaluations == 1 ? throw new TimeoutException() : problem.LossAndGradients()));

        Assert.Equal([-7, 2], problem.Weights);
    }

    /// <summary>A first step that failed is no first step: the next is as long as the first is, 1 by ‖g‖₁, and not as the gradient.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FirstStep_ThatFailed_IsMadeAnew(bool throws)
    {
        double[] weights = [0], gradients = new double[1];
        using var sgd = new Sgd();
        sgd.Add("w", weights, gradients);
        var lbfgs = new Lbfgs(sgd) { LineSearch = LineSearchMethod.None, LearningRate = 4, MaximumIterations = 2 };
        var first = Record.Exception(() => lbfgs.Step(Loss));
        Assert.Equal((0, throws), (weights[0], first is TimeoutException));

        lbfgs.LearningRate = 0.25;
        lbfgs.MaximumIterations = 1;
        Assert.Equal(LbfgsOutcome.IterationLimit, lbfgs.Step(Loss).Outcome);
        Assert.Equal(0.25, weights[0]);

        // Falls a million a unit, and is not there beyond 3.
        double Loss()
        {
            gradients[0] = -1e6;
            return weights[0] < 3 ? -1e6 * weights[0] : throws ? throw new TimeoutException() : double.NaN;
        }
    }

    [Fact]
    public void FrozenParameters_AreNoPartOfIt()
    {
        double[] frozen = [5.0];
        var problem = TestProblem.Ravine();
        problem.Optimizer.Add("frozen", frozen, [1.0]).IsFrozen = true;

        var result = new Lbfgs(problem.Optimizer).Step(problem.LossAndGradients);

        Assert.Equal([5], frozen);
        Assert.True(result.FinalLoss < 1e-9, result.ToString());
    }

    [Fact]
    public void Step_OnParametersThatChanged_Throws()
    {
        var problem = TestProblem.Ravine();
        var lbfgs = new Lbfgs(problem.Optimizer);
        problem.Optimizer.Parameters[0].IsFrozen = true;
        Assert.Contains("'x' is frozen", Message(), StringComparison.Ordinal);
        problem.Optimizer.Parameters[0].IsFrozen = false;
        problem.Optimizer.Add("late", [1.0], [1.0]);
        Assert.Contains("2 parameters, but had 1", Message(), StringComparison.Ordinal);
        Assert.Equal([-7, 2], problem.Weights);
        Assert.Equal(0, problem.Evaluations);

        var lookingAhead = new NesterovLookAhead();
        lookingAhead.Add("x", [1.0], [1.0]);
        lbfgs = new Lbfgs(lookingAhead);
        lookingAhead.BeforeGradient();
        Assert.Contains("BeforeGradient", Message(), StringComparison.Ordinal);

        string Message() => Assert.Throws<InvalidOperationException>(() => lbfgs.Step(problem.LossAndGradients)).Message;
    }

    [Fact]
    public void Step_WithoutGradients_NamesTheParameter()
    {
        var optimizer = new Sgd();
        optimizer.Add("bare", new double[1]);

        var exception = Assert.Throws<InvalidOperationException>(() => new Lbfgs(optimizer).Step(static () => 1));

        Assert.Contains("'bare' has no gradients", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_WithGradientsOfSomeRows_NamesTheParameter()
    {
        var optimizer = new Sgd();
        optimizer.Add("table", new double[4], shape: [2, 2]).BindGradients([1.0, 1], [1]);

        var exception = Assert.Throws<InvalidOperationException>(() => new Lbfgs(optimizer).Step(static () => 1));

        Assert.Contains("'table' has gradients of some rows", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        var lbfgs = new Lbfgs(TestProblem.Ravine().Optimizer);
        Refuses("LearningRate", () => lbfgs.LearningRate = 0);
        Refuses("LineSearch", () => lbfgs.LineSearch = (LineSearchMethod)7);
        Refuses("MaximumIterations", () => lbfgs.MaximumIterations = 0);
        Refuses("MaximumEvaluations", () => lbfgs.MaximumEvaluations = 0);
        Refuses("GradientTolerance", () => lbfgs.GradientTolerance = -1);
        Refuses("ChangeTolerance", () => lbfgs.ChangeTolerance = double.NaN);
        Refuses("history", () => _ = new Lbfgs(TestProblem.Ravine().Optimizer, history: 0));
        Assert.Throws<ArgumentNullException>(() => lbfgs.Step(null!));
        Assert.Throws<ArgumentNullException>(() => new Lbfgs(null!));
        Assert.Throws<ArgumentException>(() => new Lbfgs(new Sgd()));

        static void Refuses(string name, Action action) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(action).ParamName);
    }
}
