using Descent.Training;
using Landscapes.Drawing;
using Lectures.Drawing;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Exponentially weighted averages of noisy temperatures, with and without bias correction.</summary>
internal static class AveragesTopic
{
    private const int Days = 365, FirstDays = 80;

    public static Topic Topic { get; } = new(
        "averages",
        "Exponentially weighted averages",
        "One multiplication and one addition a day remember the past. Momentum, RMSProp and Adam are made of this average, and so is its flaw: it starts at 0.",
        Content)
    {
        About = ["ExponentiallyWeightedAverage", "MovingAverageMomentum", "Adam"],
        Source = nameof(AveragesTopic),
    };

    private static object[] Content()
    {
        var temperatures = Temperatures();
        return
        [
            Markup.Formula("v ← β v + (1 − β) x"),
            Markup.Paragraph("A year of daily temperatures: a season and noise. The average looks back over about 1 / (1 − β) days: a larger β is smoother, and later."),
            Markup.Figures(
                new CurveChart(Axis.Linear("day", new(0, Days), 60), Axis.Linear("°C", new(-5, 35), 5)).Draw(
                    "β = 0.5 follows the noise, β = 0.9 the season; β = 0.98 smooths more and comes about 50 days late: at its highest, autumn has begun.",
                    new("day by day", "faint", Points(temperatures), Look.Points),
                    Average("β = 0.5", "adagrad", temperatures, 0.5, isCorrected: true),
                    Average("β = 0.9", "sgd", temperatures, 0.9, isCorrected: true),
                    Average("β = 0.98", "momentum", temperatures, 0.98, isCorrected: true)),
                new CurveChart(Axis.Linear("day", new(0, FirstDays), 10), Axis.Linear("°C", new(-5, 20), 5)).Draw(
                    "The first days with β = 0.98. The average starts at 0 and is far too low for weeks; divided by 1 − βᵗ, the sum of the weights it has given so far, it is right from the first day on.",
                    new("day by day", "faint", Points(temperatures[..FirstDays]), Look.Points),
                    Average("without correction", "adam", temperatures[..FirstDays], 0.98, isCorrected: false),
                    Average("with bias correction", "momentum", temperatures[..FirstDays], 0.98, isCorrected: true))),
            Markup.Table(
                ["β", "looks back over", "day 1, not corrected", "day 1, corrected", "day 80, not corrected", "day 80, corrected"],
                Row(0.5, temperatures), Row(0.9, temperatures), Row(0.98, temperatures), Row(0.999, temperatures)),
        ];
    }

    private static double[] Temperatures()
    {
        var random = new RandomSource(seed: 1, "temperatures");
        return [.. Enumerable.Range(0, Days).Select(day => 14 - (9 * Math.Cos(2 * Math.PI * (day - 20) / Days)) + (3 * random.NextNormal()))];
    }

    private static Landscapes.Walking.Point[] Points(double[] values) => [.. values.Select((value, day) => new Landscapes.Walking.Point(day + 1, value))];

    private static Curve Average(string name, string style, double[] values, double decay, bool isCorrected)
        => new(name, style, Points([.. Averages(values, decay).Select(average => isCorrected ? average.CorrectedValue : average.Value)]));

    // On the page:
    private static IEnumerable<ExponentiallyWeightedAverage> Averages(double[] values, double decay)
    {
        var average = new ExponentiallyWeightedAverage(decay);
        foreach (var value in values)
        {
            average.Add(value);
            yield return average;
        }
    }

    // So far.

    private static string[] Row(double decay, double[] temperatures)
    {
        var averages = Averages(temperatures, decay).ToArray();
        return
        [
            Invariant($"{decay}"), Invariant($"{1 / (1 - decay):0} days"),
            Degrees(averages[0].Value), Degrees(averages[0].CorrectedValue), Degrees(averages[79].Value), Degrees(averages[79].CorrectedValue),
        ];
    }

    private static string Degrees(double value) => Invariant($"{value:0.00}").Replace('-', '−');
}
