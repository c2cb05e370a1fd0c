namespace Descent.Training.Tests.Search;

/// <summary>Which points each strategy tries.</summary>
public sealed class StrategyTests
{
    private static readonly SearchSpace Square = new(SearchDimension.Uniform("x", 0, 1), SearchDimension.Uniform("y", 0, 1));

    [Fact]
    public void Grid_TriesEveryCombination_WithBothEnds()
    {
        var space = new SearchSpace(
            SearchDimension.LogUniform("rate", 1e-2, 1), SearchDimension.OneOf("batch", 32, 64), SearchDimension.WholeNumber("units", 1, 9));

        var trials = new HyperparameterSearch(space, new GridSearch(3)).Run(_ => 0).Trials;

        var expected = from rate in new[] { 0.01, 0.1, 1 } from batch in new[] { 32.0, 64 } from units in new[] { 1.0, 5, 9 } select (rate, batch, units);
        Assert.Equal(expected, trials.Select(trial => (Math.Round(trial.Point["rate"], 12), trial.Point["batch"], trial.Point["units"])));
        Assert.Throws<InvalidOperationException>(() => new GridSearch(50_000).CountTrials(Square));
    }

    [Fact]
    public void Random_IsUniformInEveryFraction()
    {
        var space = new SearchSpace(SearchDimension.LogUniform("rate", 1e-4, 1), SearchDimension.Uniform("momentum", 0, 1));
        var trials = new HyperparameterSearch(space, new RandomSearch(4000)).Run(_ => 0).Trials;

        // A quarter of 4000 with a standard deviation of 27: five of them.
        Assert.InRange(trials.Count(trial => trial.Point["rate"] < 1e-3), 1000 - 137, 1000 + 137);
        Assert.InRange(trials.Count(trial => trial.Point["rate"] > 1e-1 && trial.Point["momentum"] < 0.25), 250 - 77, 250 + 77);
    }

    [Fact]
    public void Random_LongerSearch_BeginsWithTheShorterOne()
        => Assert.Equal(PointsOf(new RandomSearch(5), _ => 0), PointsOf(new RandomSearch(9), _ => 0).Take(5));

    /// <summary>A number that no trial has is refused by every strategy, and one that is far away costs nothing.</summary>
    [Fact]
    public void Number_OfNoTrial_IsRefused()
    {
        SearchHistory? history = null;
        new HyperparameterSearch(Square, new Asking(seen => history = seen)).Run(_ => 0);
        SearchStrategy[] strategies = [new GridSearch(3), new RandomSearch(3), new CoarseToFineSearch(3, 2), new SuccessiveHalving(3, 1), new BayesianSearch(3)];
        Assert.All(strategies, strategy => Assert.Throws<ArgumentOutOfRangeException>("number", () => strategy.Propose(-1, history!)));
        Assert.Null(new CoarseToFineSearch(3, 2).Propose(int.MaxValue, history!));
    }

    private sealed class Asking(Action<SearchHistory> see) : SearchStrategy
    {
        public override string Identity => "asking";

        public override int CountTrials(SearchSpace space) => 1;

        public override TrialProposal? Propose(int number, SearchHistory history)
        {
            see(history);
            return new(history.Space.Random(history.RandomOf(number)));
        }
    }

    [Fact]
    public void CoarseToFine_SearchesSmallerBoxesAroundTheBest()
    {
        var result = new HyperparameterSearch(Square, new CoarseToFineSearch(rounds: 4, trialsPerRound: 10, shrink: 0.5)).Run(Bowl);

        for (var round = 1; round < 4; round++)
        {
            var best = result.Trials.Take(10 * round).MinBy(trial => trial.Value)!.Point;
            var side = Math.Pow(0.5, round);
            foreach (var trial in result.Trials.Skip(10 * round).Take(10))
            {
                foreach (var name in (string[])["x", "y"])
                {
                    var low = Math.Clamp(best[name] - (side / 2), 0, 1 - side);
                    Assert.InRange(trial.Point[name], low, low + side);
                }
            }
        }

        // The last box has sides of an eighth and the lowest point in it: 2/64 is its diagonal squared.
        Assert.InRange(result.Best!.Value!.Value, 0, 2.0 / 64);
        Assert.InRange(result.Best.Number, 10, 39);
    }

    [Fact]
    public void CoarseToFine_WhereEveryTrialFails_GoesOnEverywhere()
    {
        var result = new HyperparameterSearch(Square, new CoarseToFineSearch(3, 5)).Run(_ => double.NaN);
        Assert.Equal(15, result.Trials.Count);
        Assert.True(result.Trials.TakeLast(5).Max(trial => trial.Point["x"]) - result.Trials.TakeLast(5).Min(trial => trial.Point["x"]) > 0.25);
    }

    [Fact]
    public void Halving_PromotesTheBestThird_AndTriplesTheBudget()
    {
        var result = new HyperparameterSearch(Square, new SuccessiveHalving(points: 27, budget: 27)).Run(Bowl);

        Assert.Equal([27, 9, 3, 1], result.Trials.GroupBy(trial => trial.Budget).Select(rung => rung.Count()));
        Assert.Equal([1, 3, 9, 27], result.Trials.Select(trial => trial.Budget).Distinct());
        foreach (var rung in result.Trials.GroupBy(trial => trial.Budget).Skip(1))
        {
            var before = result.Trials.Where(trial => trial.Budget == rung.Key / 3).OrderBy(trial => trial.Value).Take(rung.Count());
            Assert.Equal(before.Select(trial => trial.Number), rung.Select(trial => trial.Parent!.Value));
            Assert.Equal(before.Select(trial => trial.Point.ToString()), rung.Select(trial => trial.Point.ToString()));
        }

        Assert.Equal(39, result.Best!.Number);
    }

    [Fact]
    public void Halving_StartsAtTheMinimumBudget_AndKeepsMorePoints()
    {
        var result = new HyperparameterSearch(Square, new SuccessiveHalving(points: 27, budget: 10, minimumBudget: 1)).Run(Bowl);
        Assert.Equal(1 + 7, new SuccessiveHalving(points: 7, budget: 0.7, factor: 7, minimumBudget: 0.1).CountTrials(Square));
        Assert.Equal([(27, 10 / 9.0), (9, 10 / 3.0), (3, 10.0)], result.Trials.GroupBy(trial => trial.Budget).Select(rung => (rung.Count(), rung.Key)));
    }

    [Fact]
    public void Halving_BestIsOfTheLargestBudget_ThoughASmallerOneGaveLess()
    {
        var result = new HyperparameterSearch(Square, new SuccessiveHalving(points: 4, budget: 1, factor: 2)).Run(trial => trial.Budget);
        Assert.Equal((6, 1.0), (result.Best!.Number, result.Best.Budget));
    }

    [Fact]
    public void Halving_DoesNotPromoteFailures()
    {
        var result = new HyperparameterSearch(Square, new SuccessiveHalving(points: 9, budget: 9)).Run(
            trial => trial.Number % 2 == 0 && trial.Number < 9 ? throw new ArithmeticException() : trial["x"]);
        Assert.All(result.Trials.Skip(9), trial => Assert.True(trial.Parent % 2 == 1 || trial.Parent >= 9));
    }

    [Fact]
    public void Bayesian_StartsWithAHypercube_AndBeginsAsAShorterOneDoes()
    {
        var shorter = PointsOf(new BayesianSearch(12, initialTrials: 8), Bowl);
        Assert.Equal(Enumerable.Range(0, 8), shorter.Take(8).Select(point => (int)(point[0] * 8)).Order());
        Assert.Equal(Enumerable.Range(0, 8), shorter.Take(8).Select(point => (int)(point[1] * 8)).Order());
        Assert.Equal(shorter, PointsOf(new BayesianSearch(14, initialTrials: 8), Bowl).Take(12));
    }

    /// <summary>The minimum is a corner, where steps that are cut off at the border would end again and again.</summary>
    [Fact]
    public void Bayesian_TriesNoPointTwice()
    {
        var points = PointsOf(new BayesianSearch(25), trial => trial["x"] + trial["y"]);
        Assert.Equal(25, points.Select(point => (point[0], point[1])).Distinct().Count());
        Assert.InRange(points.Min(point => point[0] + point[1]), 0, 1e-3);

        var few = new SearchSpace(SearchDimension.OneOf("a", 1, 2, 3), SearchDimension.OneOf("b", 1, 2, 3));
        var trials = new HyperparameterSearch(few, new BayesianSearch(12, initialTrials: 3)).Run(trial => trial["a"] * trial["b"]).Trials;
        Assert.Equal(9, trials.Take(9).Select(trial => trial.Point.ToString()).Distinct().Count());
        Assert.Equal(12, trials.Count);
    }

    /// <summary>Failures, plateaus, huge values, values that all are alike, and dimensions of few values are no obstacle.</summary>
    [Fact]
    public void Bayesian_WorksOnAwkwardFunctions()
    {
        var space = new SearchSpace(
            SearchDimension.LogUniform("rate", 1e-5, 10), SearchDimension.OneOf("batch", 32, 64, 128), SearchDimension.WholeNumber("units", 1, 40));
        var result = new HyperparameterSearch(space, new BayesianSearch(40)).Run(trial => trial["rate"] switch
        {
            > 1 => double.PositiveInfinity,
            > 0.1 => 1e300,
            var rate => Math.Pow(Math.Log10(rate) + 2, 2) + (trial["batch"] == 64 ? 0 : 1) + (Math.Abs(trial["units"] - 30) / 10),
        });
        Assert.InRange(result.Best!.Value!.Value, 0, 0.2);

        Assert.Equal(20, new HyperparameterSearch(space, new BayesianSearch(20)).Run(_ => 1).Trials.Count);
        Assert.Equal(20, new HyperparameterSearch(space, new BayesianSearch(20)).Run(_ => double.NaN).Trials.Count(trial => trial.IsFailed));
    }

    [Fact]
    public void Arguments_OutOfRange_NameThemselves()
    {
        AssertRange("pointsPerDimension", () => new GridSearch(1));
        AssertRange("trials", () => new RandomSearch(0));
        AssertRange("rounds", () => new CoarseToFineSearch(0, 1));
        AssertRange("trialsPerRound", () => new CoarseToFineSearch(2, int.MaxValue / 2 + 1));
        AssertRange("shrink", () => new CoarseToFineSearch(2, 2, 1));
        AssertRange("points", () => new SuccessiveHalving(0, 1));
        AssertRange("budget", () => new SuccessiveHalving(1, 0));
        AssertRange("minimumBudget", () => new SuccessiveHalving(1, 1, 2, minimumBudget: 1.5));
        AssertRange("factor", () => new SuccessiveHalving(1, 1, 1));
        AssertRange("trials", () => new BayesianSearch(0));
        AssertRange("initialTrials", () => new BayesianSearch(10, 1));

        static void AssertRange(string name, Func<SearchStrategy> call)
            => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(call).ParamName);
    }

    private static double Bowl(Trial trial) => Math.Pow(trial["x"] - 0.3, 2) + Math.Pow(trial["y"] - 0.6, 2);

    private static double[][] PointsOf(SearchStrategy strategy, Func<Trial, double> function)
        => [.. new HyperparameterSearch(Square, strategy) { Seed = 5 }.Run(function).Trials.Select(trial => trial.Point.Values.ToArray())];
}
