using System.Xml.Linq;

namespace Descent.Training.Tests.Initialization;

public sealed class ActivationStatisticsTests
{
    [Fact]
    public void Measure_ByHand_GivesEveryNumber()
    {
        // Three samples of four units: live, saturated on both sides, dead, saturated once.
        double[] activations =
        [
            0.5, 0.99, 0, 0.98,
            -0.5, -0.99, 0, 0,
            0.25, 0.99, -0.0, 0.1,
        ];
        var statistics = ActivationStatistics.Measure<double>("tanh", activations, units: 4, ActivationFunction.Tanh, bins: 4);
        Assert.Equal(("tanh", 3, 4, 0), (statistics.Layer, statistics.Samples, statistics.Units, statistics.NonFiniteCount));
        Assert.Equal(activations.Average(), statistics.Mean, 1e-15);
        Assert.Equal(Math.Sqrt(activations.Average(a => a * a) - Math.Pow(activations.Average(), 2)), statistics.StandardDeviation, 1e-15);
        Assert.Equal((4 / 12.0, 1 / 4.0, 1 / 4.0), (statistics.SaturatedShare, statistics.SaturatedUnitShare, statistics.DeadUnitShare));
        Assert.Equal((-1, 1), (statistics.Histogram.Low, statistics.Histogram.High));
        Assert.Equal([1, 1, 6, 4], statistics.Histogram.Counts);
    }

    [Theory]
    [InlineData(ActivationFunction.Tanh, 0.974, 0.976)]
    [InlineData(ActivationFunction.Tanh, -0.974, -0.976)]
    [InlineData(ActivationFunction.Sigmoid, 0.987, 0.988)]
    [InlineData(ActivationFunction.Sigmoid, 0.013, 0.012)]
    public void Saturation_BeginsWhereTheSlopeIsATwentiethOfItsSteepest(ActivationFunction function, float live, float saturated)
        => Assert.Equal(0.5, ActivationStatistics.Measure<float>("layer", [live, saturated], 2, function).SaturatedShare);

    [Theory]
    [InlineData(ActivationFunction.Linear)]
    [InlineData(ActivationFunction.ReLU)]
    public void Unbounded_IsNeverSaturated_AndItsHistogramSpansTheValues(ActivationFunction function)
    {
        var statistics = ActivationStatistics.Measure<float>("layer", [0, 1, 1000, 0], 4, function, bins: 2);
        Assert.Equal((0, 0.5), (statistics.SaturatedShare, statistics.DeadUnitShare));
        Assert.Equal((0, 1000), (statistics.Histogram.Low, statistics.Histogram.High));
        Assert.Equal([3, 1], statistics.Histogram.Counts);
    }

    [Fact]
    public void NonFinite_IsCounted_AndKeptOutOfTheMoments()
    {
        var statistics = ActivationStatistics.Measure<double>("layer", [1, double.NaN, 3, double.PositiveInfinity], 2, ActivationFunction.Linear);
        Assert.Equal((2, 1, 2), (statistics.Mean, statistics.StandardDeviation, statistics.NonFiniteCount));

        statistics = ActivationStatistics.Measure<double>("layer", [double.NaN], 1, ActivationFunction.ReLU);
        Assert.True(double.IsNaN(statistics.Mean) && double.IsNaN(statistics.StandardDeviation));
        Assert.Contains("1 not finite", ActivationChart.ToSvg([statistics]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(double.MaxValue)]
    public void Constant_HasNoDeviation_AndOneBin(double value)
    {
        var statistics = ActivationStatistics.Measure<double>("layer", [value, value, value], 1, ActivationFunction.Linear);
        Assert.Equal((value, 0), (statistics.Mean, statistics.StandardDeviation));
        Assert.Equal(3, statistics.Histogram.Counts.ToArray().Max());
        Assert.True(double.IsFinite(statistics.Histogram.Low) && double.IsFinite(statistics.Histogram.High));
    }

    [Fact]
    public void HeWeights_KeepTheSpreadOfReluLayers_AndSmallOnesLoseIt()
    {
        var he = Last(scale: 1);
        var small = Last(scale: 0.5);
        // Each of the 8 layers keeps the mean square (He et al., equation 10); half the weights lose a factor 2 in every layer.
        Assert.InRange(he.StandardDeviation, 0.4, 1.6);
        Assert.Equal(he.StandardDeviation * Math.Pow(2, -8), small.StandardDeviation, 1e-12);

        static ActivationStatistics Last(double scale)
        {
            const int units = 200, samples = 50;
            var random = new RandomSource(1);
            double[] activations = [.. Enumerable.Range(0, samples * units).Select(_ => random.NextNormal())];
            for (var layer = 0; layer < 8; layer++)
            {
                var weights = new double[units * units];
                WeightInitializer.HeNormal().Fill(weights, [units, units], random);
                var next = new double[activations.Length];
                for (var i = 0; i < next.Length; i++)
                {
                    for (var j = 0; j < units; j++)
                    {
                        next[i] += scale * weights[(i % units * units) + j] * activations[(i / units * units) + j];
                    }

                    next[i] = Math.Max(0, next[i]);
                }

                activations = next;
            }

            return ActivationStatistics.Measure<double>("last", activations, units, ActivationFunction.ReLU);
        }
    }

    [Fact]
    public void Chart_IsWellFormed_SelfContained_AndFollowsLightAndDark()
    {
        ActivationStatistics[] layers =
        [
            ActivationStatistics.Measure<float>("a <b> & \"c\"", [0.25f, -0.5f], 1, ActivationFunction.Tanh),
            ActivationStatistics.Measure<float>("a layer whose name is too long for its panel", [0, 3], 2, ActivationFunction.ReLU),
            ActivationStatistics.Measure<float>("a name is cut between 👩‍🔬👩‍🔬 two of them", [1, 3], 2, ActivationFunction.ReLU),
        ];
        var svg = ActivationChart.ToSvg(layers, "Xavier & co");
        var root = XDocument.Parse(svg).Root!;
        Assert.Equal("svg", root.Name.LocalName);
        string[] texts = [.. root.Elements().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
        Assert.Contains("a <b> & \"c\"", texts);
        Assert.Contains("a layer whose name is t…", texts);
        Assert.Contains("a name is cut between 👩‍🔬…", texts);
        Assert.Contains("mean -0.125, σ 0.375", texts);
        Assert.Contains("dead units 50 %", texts);
        Assert.Equal(3, root.Elements().Count(element => element.Attribute("class")?.Value == "bars"));
        Assert.Contains("prefers-color-scheme: dark", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("href", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void BadArguments_NameThemselves()
    {
        Rejects<ArgumentException>("layer", "whitespace", () => Measure(layer: " "));
        Rejects<ArgumentOutOfRangeException>("units", "'1'", () => Measure(units: 0));
        Rejects<ArgumentOutOfRangeException>("bins", "at most 1000", () => Measure(bins: 1001));
        Rejects<ArgumentOutOfRangeException>("bins", "at least 1", () => Measure(bins: 0));
        Rejects<ArgumentOutOfRangeException>("function", "Linear, ReLU, Sigmoid, Tanh", () => Measure(function: (ActivationFunction)9));
        Rejects<ArgumentException>("activations", "6 activations of 4 units", () => Measure(units: 4));
        Rejects<ArgumentException>("activations", "above 0", () => ActivationStatistics.Measure<float>("layer", [], 1, ActivationFunction.Tanh));
        Rejects<ArgumentException>("layers", "at least 1", () => ActivationChart.ToSvg([]));
        Rejects<ArgumentNullException>("layers", "null", () => ActivationChart.ToSvg([null!]));
        Assert.Throws<NotSupportedException>(() => ActivationStatistics.Measure<Half>("layer", new Half[2], 1, ActivationFunction.Tanh));

        static ActivationStatistics Measure(
            string layer = "layer", int units = 2, ActivationFunction function = ActivationFunction.Tanh, int bins = 10)
            => ActivationStatistics.Measure<float>(layer, new float[6], units, function, bins);
    }

    private static void Rejects<TException>(string name, string range, Action action)
        where TException : ArgumentException
    {
        var error = Assert.Throws<TException>(action);
        Assert.Equal(name, error.ParamName);
        Assert.Contains(range, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Activations of any size have the spread that they have.</summary>
    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e308)]
    [InlineData(1e-308)]
    public void Deviation_OfActivationsOfAnySize(double size)
    {
        var statistics = ActivationStatistics.Measure<double>("layer", [-size, size, size, -size], 2, ActivationFunction.Linear);

        Assert.Equal(0, statistics.Mean / size, 1e-15);
        Assert.Equal(1, statistics.StandardDeviation / size, 1e-15);
    }
}
