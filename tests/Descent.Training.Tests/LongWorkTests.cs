using Descent.Training.Tests.SecondOrder;

namespace Descent.Training.Tests;

/// <summary>Work that takes many evaluations says how far it is, can be cancelled between them, and leaves the weights as they were.</summary>
public sealed class LongWorkTests
{
    private static readonly double[,] Bowl = { { 3, 1, 0 }, { 1, 2, 0 }, { 0, 0, 1 } };

    public static TheoryData<string> Works =>
        ["gradient check", "terms", "overfit", "dense Hessian", "eigenvalues", "critical point", "critical point by Lanczos", "Newton", "L-BFGS"];

    [Theory]
    [MemberData(nameof(Works))]
    public void IsCancelledAfterTheFirstPart(string work)
    {
        using var source = new CancellationTokenSource();
        var progress = new Listener { After = source.Cancel };
        var problem = Problem();
        double[] before = [.. problem.Weights];

        Assert.Throws<OperationCanceledException>(() => Run(work, problem, progress, source.Token));

        Assert.Equal(1, Assert.Single(progress.Heard).Done);
        if (work == "L-BFGS")
        {
            Assert.NotEqual(before, problem.Weights);
        }
        else
        {
            Assert.Equal(before, problem.Weights);
        }
    }

    [Theory]
    [MemberData(nameof(Works))]
    public void SaysHowFarItIs(string work)
    {
        var progress = new Listener();
        Run(work, Problem(), progress, default);

        var most = progress.Heard[0].Maximum;
        var parts = work is "terms" ? progress.Heard.Take(3).ToList() : progress.Heard;
        Assert.Equal(Enumerable.Range(1, parts.Count), parts.Select(part => part.Done));
        Assert.All(progress.Heard, part => Assert.Equal(most, part.Maximum));
        Assert.True(parts.Count <= most);
        Assert.Equal(work switch { "overfit" => 5, "L-BFGS" => 20, _ => 3 }, most);
    }

    /// <summary>A call that was cancelled goes on as if it had been two calls.</summary>
    [Fact]
    public void Lbfgs_GoesOnWhereItWasCancelled()
    {
        var (whole, cut) = (TestProblem.Rosenbrock(4), TestProblem.Rosenbrock(4));
        var (one, two) = (new Lbfgs(whole.Optimizer) { MaximumIterations = 3, MaximumEvaluations = 100 }, new Lbfgs(cut.Optimizer) { MaximumEvaluations = 100 });
        using var source = new CancellationTokenSource();
        two.Progress = new Listener { After = source.Cancel, At = 3 };
        one.Step(whole.LossAndGradients);
        Assert.Throws<OperationCanceledException>(() => two.Step(cut.LossAndGradients, source.Token));
        Assert.Equal(whole.Weights, cut.Weights);

        two.Progress = null;
        one.MaximumIterations = 20;
        one.Step(whole.LossAndGradients);
        two.Step(cut.LossAndGradients);
        Assert.Equal(whole.Weights, cut.Weights);
    }

    [Fact]
    public void Search_MeasuresWithItsOwnClock()
    {
        var clock = new Clock();
        var progress = new List<TimeSpan>();
        var search = new HyperparameterSearch(new(SearchDimension.Uniform("x", 0, 1)), new RandomSearch(2))
        {
            TimeProvider = clock,
            Progress = new Listener<SearchProgress> { Hear = value => progress.Add(value.Elapsed) },
        };

        var result = search.Run(_ =>
        {
            clock.Now += 90;
            return 0;
        });

        Assert.All(result.Trials, trial => Assert.Equal(TimeSpan.FromSeconds(90), trial.Duration));
        Assert.Equal([0, 90, 180], progress.Select(elapsed => elapsed.TotalSeconds));
        Assert.Equal("TimeProvider", Assert.Throws<ArgumentNullException>(() => new HyperparameterSearch(search.Space, search.Strategy) { TimeProvider = null! }).ParamName);
    }

    private static TestProblem Problem() => TestProblem.Quadratic([1, 2, 3], Bowl);

    private static void Run(string work, TestProblem problem, Listener progress, CancellationToken token)
    {
        var (optimizer, loss) = (problem.Optimizer, (Func<double>)problem.LossAndGradients);
        _ = work switch
        {
            "gradient check" => new GradientCheck { Progress = progress }.Run(optimizer, loss, cancellationToken: token),
            "terms" => new GradientCheck { Progress = progress }.RunTerms(optimizer, [new("one", loss), new("other", loss)], token),
            "overfit" => new OverfitCheck { Progress = progress, MaximumSteps = 5, LossBound = 1e-9 }.Run(optimizer, loss, token),
            "dense Hessian" => new Hessian(optimizer, loss) { Progress = progress }.ToDense(token),
            "eigenvalues" => new Hessian(optimizer, loss) { Progress = progress }.FindExtremeEigenvalues(cancellationToken: token),
            "critical point" => new CriticalPointAnalysis { Progress = progress }.Run(optimizer, loss, token),
            "critical point by Lanczos" => new CriticalPointAnalysis { Progress = progress, DenseLimit = 0 }.Run(optimizer, loss, token),
            "Newton" => new Newton(optimizer) { Progress = progress }.Step(loss, cancellationToken: token),
            _ => (object)new Lbfgs(optimizer) { Progress = progress }.Step(loss, token),
        };
    }

    private sealed class Listener : IProgress<WorkProgress>
    {
        public List<WorkProgress> Heard { get; } = [];

        public Action? After { get; init; }

        public int At { get; init; } = 1;

        public void Report(WorkProgress value)
        {
            Heard.Add(value);
            if (value.Done == At)
            {
                After?.Invoke();
            }
        }
    }

    private sealed class Listener<T> : IProgress<T>
    {
        public required Action<T> Hear { get; init; }

        public void Report(T value) => Hear(value);
    }

    /// <summary>A clock that is put forward by hand.</summary>
    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
