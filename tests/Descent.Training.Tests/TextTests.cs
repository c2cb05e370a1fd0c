using System.Globalization;
using Descent.Training.Tests.SecondOrder;

namespace Descent.Training.Tests;

/// <summary>What results, schedules and searches say of themselves to a person, whatever that person's decimal separator.</summary>
public sealed class TextTests
{
    private static readonly SearchSpace Space = new(SearchDimension.LogUniform("rate", 0.001, 1), SearchDimension.WholeNumber("units", 2, 10));

    private static readonly Dictionary<string, Func<object>> Values = new()
    {
        ["3 of 20"] = () => new WorkProgress(3, 20),
        ["2.5 (residual 1E-09)"] = () => new Eigenpair(2.5, new[] { 1.0 }, 1e-9),
        ["eigenvalues from -1.5 to 2.5, not converged after 12 products"]
            = () => new ExtremeEigenvalues(new(-1.5, default, 0), new(2.5, default, 0), 12, converged: false),
        ["NoProgress: loss 4.5 to 0.25, 3 iterations, 5 evaluations"] = () => new LbfgsResult(4.5, 0.25, 3, 5, LbfgsOutcome.NoProgress),
        ["IterationLimit: loss 4.5 to one not evaluated, 3 iterations, 5 evaluations"] = () => new LbfgsResult(4.5, null, 3, 5, LbfgsOutcome.IterationLimit),
        ["loss 0.5, gradient norm 1.5, moved by 0.25, decrement 0.125"] = () => new NewtonResult(0.5, 1.5, 0.25, 0.125),
        ["2 × 2"] = () => new SquareMatrix(2),
        ["0.1, 0 bad reports"] = () => new ReduceOnPlateau(0.1).State,
        ["0.05, best 1.5, 2 bad reports, cooldown 1"] = () => new PlateauState { Value = 0.05, Best = 1.5, BadReports = 2, CooldownLeft = 1 },
        ["ReduceOnPlateau(factor: 0.5, patience: 3): 0.1, 0 bad reports"] = () => new ReduceOnPlateau(0.1, factor: 0.5, patience: 3),
        ["Sgd at step 0: ConstantSchedule(0.5)"] = () => new Sgd().Schedule((o, value) => o.LearningRate = value, new ConstantSchedule(0.5)),
        ["EarlyStopping(patience: 5): best 0.25 at report 2 of 3"] = () => Stopping(0.5, 0.25, 0.5),
        ["EarlyStopping(patience: 5): none good of 1 reports"] = () => Stopping(double.NaN),
        ["best 0.25 at report 2 of 3"] = () => Stopping(0.5, 0.25, 0.5).State,
        ["  0 1\n0 2 0\n1 1 0"] = () => Confusion((0, 0), (1, 0), (0, 0)),
        ["WarmUpStableDecay(peak: 0.5, final: 0, decay: Linear) { WarmUpSteps = 1, StableSteps = 2, DecaySteps = 3 }"]
            = () => new WarmUpStableDecay(0.5, 0, RampCurve.Linear) { WarmUpSteps = 1, StableSteps = 2, DecaySteps = 3 },
        ["CosineDecay(initial: 0.5, steps: 3, final: 0) { IsPeriodic = true }"] = () => new CosineDecay(0.5, 3) { IsPeriodic = true },
        ["rate: log-uniform from 0.001 to 1; units: whole number from 2 to 10"] = () => Space,
        ["coarse to fine, 4 trials per round, shrinking by 0.5"] = () => new CoarseToFineSearch(3, 4),
        ["rate 0.5, units 4"] = () => new TrialProposal(Point),
        ["rate 0.5, units 4, budget 0.5, from trial 2"] = () => new TrialProposal(Point) { Budget = 0.5, Parent = 2 },
        ["trial 7: rate 0.5, units 4"] = () => new Trial(7, new(Point), 1, default),
        ["trial 7: 0.125 at rate 0.5, units 4"] = () => Done,
        ["trial 8: failed, no at rate 0.5, units 4"] = () => new TrialResult(8, new(Point), null, "no", default),
        ["0 of 9 trials"] = () => new SearchProgress(0, 9, 0, null, null, default),
        ["1 of 9 trials, best: trial 7: 0.125 at rate 0.5, units 4"] = () => new SearchProgress(1, 9, 0, Done, Done, default),
        ["1 of 12 trials, best: trial 7: 0.125 at rate 0.5, units 4"] = () => new SearchResult(new(Space, new RandomSearch(12)), 12, [Done]),
        ["relu: mean 0.25, standard deviation 0.433, 0.0 % saturated, 50.0 % of the units dead"]
            = () => ActivationStatistics.Measure<double>("relu", [0, 1, 0, 0], 2, ActivationFunction.ReLU),
        ["4 bins from -0.5 to 0.5"] = () => ActivationStatistics.Measure<double>("flat", [0.0], 1, ActivationFunction.Linear, bins: 4).Histogram,
        ["0.25 (0.5 corrected) of 1 numbers, decay 0.5"] = () => Average(0.5, 0.5),
        ["data"] = () => new LossTerm("data", () => 0),
    };

    public static TheoryData<string> Texts => [.. Values.Keys];

    private static SearchPoint Point => Space.Point(0.5, 4);

    private static TrialResult Done => new(7, new(Point), 0.125, null, default);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Says(string text)
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Equal(text, Values[text]().ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ACoordinate_SaysWhereItIsAndWhatWasFound()
    {
        var problem = TestProblem.Ravine();
        var coordinate = new GradientCheck().Run(problem.Optimizer, problem.LossAndGradients).Coordinates.Single(each => each.Index == 1);
        Assert.StartsWith("x[1]: Correct, analytic 4, numeric 4, relative error ", coordinate.ToString(), StringComparison.Ordinal);
    }

    private static EarlyStopping Stopping(params double[] metrics)
    {
        var stopping = new EarlyStopping(patience: 5);
        Array.ForEach(metrics, metric => stopping.Report(metric));
        return stopping;
    }

    private static ConfusionMatrix Confusion(params (int Actual, int Predicted)[] examples)
    {
        var matrix = new ConfusionMatrix(classes: 2);
        Array.ForEach(examples, example => matrix.Add(example.Actual, example.Predicted));
        return matrix;
    }

    private static ExponentiallyWeightedAverage Average(double decay, double number)
    {
        var average = new ExponentiallyWeightedAverage(decay);
        average.Add(number);
        return average;
    }
}
