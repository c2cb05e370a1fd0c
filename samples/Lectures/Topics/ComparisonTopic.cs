using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Five rules on the digits from the same start, at the rates of "Deep Learning from Scratch" and at better ones.</summary>
internal static class ComparisonTopic
{
    private const int Epochs = 10;

    private static readonly Entrant[] s_entrants =
    [
        new("SGD", "sgd", 0.01, 0.1, rate => new Sgd { LearningRate = rate }),
        new("Momentum", "momentum", 0.01, 0.03, rate => new HeavyBallMomentum { LearningRate = rate, Momentum = 0.9 }),
        new("AdaGrad", "adagrad", 0.01, 0.01, rate => new AdaGrad { LearningRate = rate }),
        new("RMSProp", "rmsprop", 0.001, 0.001, rate => new RmsProp { LearningRate = rate }),
        new("Adam", "adam", 0.001, 0.001, rate => new Adam { LearningRate = rate }),
    ];

    public static Topic Topic { get; } = new(
        "comparison",
        "Five rules on the digits",
        "The same network, the same first weights, the same mini-batches: only the rule differs. Which one is best depends as much on its rate as on the rule.",
        Content)
    {
        About = ["Sgd", "HeavyBallMomentum", "AdaGrad", "RmsProp", "Adam"],
        Source = nameof(ComparisonTopic),
    };

    private static object[] Content()
    {
        var book = s_entrants.Select(entrant => Train(entrant, entrant.BookRate)).ToArray();
        var tuned = s_entrants.Select((entrant, i) => entrant.TunedRate == entrant.BookRate ? book[i] : Train(entrant, entrant.TunedRate)).ToArray();
        var steps = Epochs * DigitLearner.StepsPerEpoch;
        CurveChart chart = new(Axis.Linear("step", new(0, steps), 100), Axis.Logarithmic("loss", new(-2.5, 0.5)));
        return
        [
            Markup.Paragraph($"The book’s network learns digits for {Epochs} epochs, {steps} steps. A curve is the loss on the mini-batches, averaged over about twenty. A curve of five is one training; another seed would draw others, near them."),
            Markup.Figures(
                chart.Draw("At the rates of the book’s figure: 0.01, and 0.001 for RMSProp and Adam. SGD seems hopeless, and is only slow.", [.. book.Select(run => run.Loss)]),
                chart.Draw($"SGD at {s_entrants[0].TunedRate / s_entrants[0].BookRate:0} times its rate and momentum at {s_entrants[1].TunedRate / s_entrants[1].BookRate:0} times; the others as they are. The distance shrinks, and momentum is among the best.", [.. tuned.Select(run => run.Loss)])),
            Markup.Table(
                ["rule", "first rate", "test accuracy", "second rate", "test accuracy"],
                s_entrants.Select((entrant, i) => new[]
                {
                    entrant.Name, Invariant($"{entrant.BookRate}"), Percent(book[i].Score), Invariant($"{entrant.TunedRate}"), Percent(tuned[i].Score),
                })),
        ];
    }

    private static (Curve Loss, Score Score) Train(Entrant entrant, double rate)
    {
        // On the page:
        using var optimizer = entrant.Create(rate);
        var learner = new DigitLearner(optimizer, seed: 1);
        var loss = new ExponentiallyWeightedAverage(0.95);
        List<Point> losses = [];
        for (var step = 1; step <= Epochs * DigitLearner.StepsPerEpoch; step++)
        {
            loss.Add(learner.Step());
            losses.Add(new(step, Math.Log10(loss.CorrectedValue)));
        }

        // So far.
        return (new(entrant.Name, entrant.Style, losses), learner.Test());
    }

    private static string Percent(Score score) => Invariant($"{100 * score.Accuracy:0.0} %");

    private sealed record Entrant(string Name, string Style, double BookRate, double TunedRate, Func<double, Optimizer> Create);
}
