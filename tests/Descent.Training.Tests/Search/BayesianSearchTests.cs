using Xunit.Abstractions;

namespace Descent.Training.Tests.Search;

/// <summary>Bayesian search against random search with as many trials, on functions whose minima are known.</summary>
public sealed class BayesianSearchTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    [Fact]
    public void Functions_HaveTheirKnownMinima()
    {
        Assert.Equal(TestFunctions.BraninMinimum, TestFunctions.Branin(Math.PI, 2.275), 1e-12);
        Assert.Equal(TestFunctions.Hartmann6Minimum, TestFunctions.Hartmann6([0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573]), 1e-7);
    }

    [Fact]
    public void Branin_IsMinimizedBetterThanByRandomSearch()
        => Compare(TestFunctions.BraninSpace, TestFunctions.Branin, TestFunctions.BraninMinimum, trials: 30, medianRegret: 0.01);

    [Fact]
    public void Hartmann6_IsMinimizedBetterThanByRandomSearch()
        => Compare(TestFunctions.Hartmann6Space, TestFunctions.Hartmann6, TestFunctions.Hartmann6Minimum, trials: 45, medianRegret: 0.2);

    private void Compare(SearchSpace space, Func<Trial, double> function, double minimum, int trials, double medianRegret)
    {
        var bayesian = new double[Seeds];
        var random = new double[Seeds];
        Parallel.For(0, Seeds, seed =>
        {
            bayesian[seed] = Regret(new BayesianSearch(trials), (ulong)seed);
            random[seed] = Regret(new RandomSearch(trials), (ulong)seed);
        });

        var wins = bayesian.Zip(random).Count(pair => pair.First < pair.Second);
        output.WriteLine($"median regret {Median(bayesian):G3} against {Median(random):G3}, worst {bayesian.Max():G3} against {random.Max():G3}, better in {wins} of {Seeds}");

        // Of 20 fair coins 17 or more heads have a probability of 0.1 %.
        Assert.InRange(wins, 17, Seeds);
        Assert.True(Median(bayesian) <= medianRegret, $"The median regret is {Median(bayesian)}.");
        Assert.True(Median(bayesian) < Median(random) / 4, $"The median regret is {Median(bayesian)}, that of random search {Median(random)}.");

        double Regret(SearchStrategy strategy, ulong seed)
            => new HyperparameterSearch(space, strategy) { Seed = seed }.Run(function).Best!.Value!.Value - minimum;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
