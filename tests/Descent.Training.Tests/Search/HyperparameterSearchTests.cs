using System.Collections.Concurrent;

namespace Descent.Training.Tests.Search;

/// <summary>How a search runs: failures, workers, cancellation, progress.</summary>
public sealed class HyperparameterSearchTests
{
    private static readonly SearchSpace Space = new(SearchDimension.Uniform("x", -1, 1));

    public static TheoryData<SearchStrategy> Repeatable => [new GridSearch(12), new RandomSearch(20), new CoarseToFineSearch(3, 6), new SuccessiveHalving(9, 9)];

    [Fact]
    public void Trial_ThatThrowsOrGivesNoNumber_IsRecordedAndTheSearchGoesOn()
    {
        var result = new HyperparameterSearch(Space, new RandomSearch(4)).Run(trial => trial.Number switch
        {
            0 => throw new ArithmeticException("too steep"),
            1 => double.NaN,
            2 => throw new OperationCanceledException("by itself"),
            _ => 7,
        });

        Assert.Equal(
            ["ArithmeticException: too steep", "The value is NaN.", "OperationCanceledException: by itself", null], result.Trials.Select(trial => trial.Error));
        Assert.Equal((3, 7.0), (result.Best!.Number, result.Best.Value));
        Assert.True(result.IsComplete);
    }

    [Fact]
    public void WholeNumber_IsThatOfTheDimension_FromTheSmallest()
    {
        var search = new HyperparameterSearch(new SearchSpace(SearchDimension.WholeNumber("n", int.MinValue, -2)), new GridSearch(2));
        Assert.Equal([int.MinValue, -2], search.Run(trial => trial.WholeNumber("n")).Trials.Select(trial => trial.Value));
    }

    [Fact]
    public void Trials_HaveSeedsOfTheirOwn_TheSameAgain()
    {
        List<ulong> seeds = [];
        for (var run = 0; run < 2; run++)
        {
            new HyperparameterSearch(Space, new RandomSearch(20)).Run(trial =>
            {
                seeds.Add(trial.Seed);
                return 0;
            });
        }

        Assert.Equal(seeds.Take(20), seeds.Skip(20));
        Assert.Equal(20, seeds.Distinct().Count());
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 19)]
    public void Best_FollowsTheGoal(bool maximize, int number)
    {
        var result = new HyperparameterSearch(Space, new GridSearch(20)) { Maximize = maximize }.Run(trial => trial["x"]);
        Assert.Equal(number, result.Best!.Number);
        Assert.Equal(number, result.Ranked()[0].Number);
    }

    [Fact]
    public void Maximizing_IsMinimizingTheNegative()
    {
        var minimized = new HyperparameterSearch(Space, new BayesianSearch(12)).Run(trial => Math.Cos(3 * trial["x"]));
        var maximized = new HyperparameterSearch(Space, new BayesianSearch(12)) { Maximize = true }.Run(trial => -Math.Cos(3 * trial["x"]));
        Assert.Equal(minimized.Trials.Select(trial => trial.Point["x"]), maximized.Trials.Select(trial => trial.Point["x"]));
    }

    /// <summary>Whatever the order in which four workers end, these strategies make the same trials.</summary>
    [Theory]
    [MemberData(nameof(Repeatable))]
    public void Workers_DoNotChangeTheTrials(SearchStrategy strategy)
    {
        var alone = new HyperparameterSearch(Space, strategy).Run(Function);
        var together = new HyperparameterSearch(Space, strategy) { Workers = 4 }.Run(trial =>
        {
            Thread.SpinWait((trial.Number * 7919 % 5) * 20_000);
            return Function(trial);
        });

        Assert.Equal(alone.Trials.Select(Text), together.Trials.Select(Text));

        static double Function(Trial trial) => Math.Abs(trial["x"] - 0.2) + (trial.Seed % 100 / 1000.0);
    }

    /// <summary>Each of three workers waits for the other two inside its trial, which only ends if they truly run together.</summary>
    [Fact]
    public void Workers_RunAtTheSameTime()
    {
        using var barrier = new Barrier(3);
        var threads = new ConcurrentDictionary<int, bool>();

        var result = new HyperparameterSearch(Space, new BayesianSearch(12)) { Workers = 3 }.Run(trial =>
        {
            threads[Environment.CurrentManagedThreadId] = true;
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(60)));
            return Math.Pow(trial["x"] - 0.3, 2);
        });

        Assert.Equal(Enumerable.Range(0, 12), result.Trials.Select(trial => trial.Number));
        Assert.Equal(3, threads.Count);
        Assert.All(result.Trials, trial => Assert.Null(trial.Error));
        Assert.Equal(12, result.Trials.Select(trial => trial.Point["x"]).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Cancelling_ReturnsWhatIsDone_WithoutTheTrialsBrokenOff(int workers)
    {
        using var source = new CancellationTokenSource();
        var result = new HyperparameterSearch(Space, new RandomSearch(1000)) { Workers = workers }.Run(
            trial =>
            {
                if (trial.Number == 10)
                {
                    source.Cancel();
                }

                trial.CancellationToken.ThrowIfCancellationRequested();
                return trial["x"];
            },
            source.Token);

        Assert.False(result.IsComplete);
        Assert.InRange(result.Trials.Count, 10 - workers + 1, 10 + workers - 1);
        Assert.DoesNotContain(result.Trials, trial => trial.Number == 10 || trial.IsFailed);
    }

    /// <summary>Who waits for tasks wraps what they throw; what else went wrong is still a failure.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void CancellingATrialThatWaitsForTasks_BreaksItOff(bool alsoFails, int recorded)
    {
        using var source = new CancellationTokenSource();
        var result = new HyperparameterSearch(Space, new RandomSearch(5)).Run(
            trial =>
            {
                source.Cancel();
                Task.WaitAll(
                    Task.Run(trial.CancellationToken.ThrowIfCancellationRequested, CancellationToken.None),
                    alsoFails ? Task.FromException(new TimeoutException()) : Task.CompletedTask);
                return 0;
            },
            source.Token);

        Assert.Equal(recorded, result.Trials.Count);
    }

    [Fact]
    public void Progress_IsToldInOrder_AndItsFailureEndsTheSearch()
    {
        var reports = new Reports();
        new HyperparameterSearch(Space, new GridSearch(5)) { Progress = reports, Workers = 2 }.Run(trial => -trial.Number);

        Assert.Equal(Enumerable.Range(0, 6), reports.Select(report => report.Done));
        Assert.All(reports, report => Assert.Equal(5, report.Total));
        Assert.Null(reports[0].Remaining);
        Assert.Equal(TimeSpan.Zero, reports[5].Remaining);
        Assert.Equal(-4, reports[5].Best!.Value);

        reports.FailsAt = 8;
        var runs = 0;
        Assert.Throws<IOException>(() => new HyperparameterSearch(Space, new RandomSearch(1000)) { Progress = reports, Workers = 2 }.Run(_ => Interlocked.Increment(ref runs)));
        Assert.InRange(runs, 1, 999);
    }

    [Fact]
    public void Bar_ShowsShareBestAndTime()
    {
        using var writer = new StringWriter();
        var bar = new SearchProgressBar(writer, ProgressOutput.Terminal, width: 4);
        var best = new TrialResult(2, new(Space.Point(0.5)), 0.125, null, TimeSpan.Zero);

        bar.Report(new(0, 8, 0, null, null, TimeSpan.Zero));
        bar.Report(new(4, 8, 2, best, best, TimeSpan.FromSeconds(40)));
        bar.Report(new(8, 8, 2, best, best, TimeSpan.FromSeconds(99)));

        Assert.Equal(
            "\r░░░░ 0/8\r██░░ 4/8   best 0.125 (trial 2)   1:20 left\r████ 8/8   best 0.125 (trial 2)",
            writer.ToString().TrimEnd());
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        Assert.Equal("Workers", Assert.Throws<ArgumentOutOfRangeException>(() => new HyperparameterSearch(Space, new GridSearch(2)) { Workers = 0 }).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new SearchProgressBar(TextWriter.Null, ProgressOutput.Lines, 0)).ParamName);
        Assert.Equal("output", Assert.Throws<ArgumentOutOfRangeException>(() => new SearchProgressBar(TextWriter.Null, (ProgressOutput)2)).ParamName);
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => new HyperparameterSearch(Space, new GridSearch(2)).Run(_ => 0).ToTable(0)).ParamName);
    }

    private static string Text(TrialResult trial) => FormattableString.Invariant($"{trial.Number} {trial.Point.Values[0]:R} {trial.Budget} {trial.Parent} {trial.Value:R}");

    private sealed class Reports : List<SearchProgress>, IProgress<SearchProgress>
    {
        public int FailsAt { get; set; } = int.MaxValue;

        public void Report(SearchProgress value)
        {
            Add(value);
            if (Count == FailsAt)
            {
                throw new IOException("The terminal is gone.");
            }
        }
    }
}
