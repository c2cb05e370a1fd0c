using Descent.Training;
using Digits.Model;
using Lectures.Learning;

namespace Descent.Samples.Tests;

/// <summary>The networks that the samples train: their gradients, their layers, and what of them is the same each time.</summary>
public sealed class NetworkTests
{
    private const int Few = 12;

    public static TheoryData<string, string> Designs => new()
    {
        { "ReLU", nameof(Normalization.None) }, { "tanh", nameof(Normalization.None) }, { "sigmoid", nameof(Normalization.None) },
        { "tanh", nameof(Normalization.Batch) }, { "tanh", nameof(Normalization.Layer) }, { "ReLU", nameof(Normalization.Layer) },
    };

    /// <summary>Gradients of every layer and every normalization agree with differences of the loss.</summary>
    [Theory, MemberData(nameof(Designs))]
    public void Gradients_PassTheCheck(string activation, string normalization)
    {
        var design = new NetworkDesign
        {
            HiddenLayers = [20, 15],
            Activation = new[] { Activation.Relu, Activation.Tanh, Activation.Sigmoid }.Single(choice => choice.Name == activation),
            Normalization = Enum.Parse<Normalization>(normalization),
            InitialDeviation = NetworkDesign.Xavier,
        };
        var digits = DigitLearner.Data.Training.Range(0, Few);
        var network = new Network(digits.PixelsPerImage, Few, design, new Random(1));
        using var optimizer = new Sgd();
        network.AddTo(optimizer);

        var report = new GradientCheck().Run(optimizer, () => network.ComputeGradients(digits.Images, digits.Labels));
        Assert.Equal(0, report.Count(GradientVerdict.Wrong));
        Assert.True(report.Count(GradientVerdict.Correct) > report.Coordinates.Count / 2, report.ToString());
    }

    [Theory]
    [InlineData(false, GradientCheckOutcome.Passed)]
    [InlineData(true, GradientCheckOutcome.WrongGradient)]
    public void SmallNetwork_FailsTheCheck_WhereItForgetsASlope(bool forgets, GradientCheckOutcome outcome)
    {
        var network = new SmallNetwork(DigitLearner.Data.Training.Range(0, Few), units: 6) { ForgetsSlope = forgets };
        using var optimizer = new Sgd();
        network.AddTo(optimizer);
        var report = new GradientCheck().Run(optimizer, network.LossAndGradients);
        Assert.Equal(outcome, report.Outcome);
        Assert.All(report.Coordinates.Where(coordinate => coordinate.ParameterName.StartsWith("output", StringComparison.Ordinal)), coordinate => Assert.Equal(GradientVerdict.Correct, coordinate.Verdict));
    }

    [Fact]
    public void LayerNormalization_BringsEveryImageToMeanZeroAndVarianceOne()
    {
        var random = new RandomSource(seed: 1);
        var values = new Matrix(Enumerable.Range(0, 5 * 40).Select(i => (float)(3 + ((i / 40 + 1) * random.NextNormal()))).ToArray(), 5, 40);
        new LayerNormalization(units: 40, largestBatch: 8).Forward(values, isTraining: false);
        for (var image = 0; image < values.Rows; image++)
        {
            var row = values.Row(image).ToArray();
            Assert.Equal(0, row.Average(), 1e-5);
            Assert.Equal(1, row.Average(value => value * value), 1e-3);
        }
    }

    /// <summary>Unless said the network is that of the book, and a design's initial spread is that of its layers.</summary>
    [Fact]
    public void Design_DecidesTheInitialWeights()
    {
        Network Make(NetworkDesign design) => new(784, 1, design, new Random(3));
        var (usual, small) = (Make(new()).FirstWeights.Values.ToArray(), Make(new() { InitialDeviation = _ => 0.01 }).FirstWeights.Values.ToArray());
        Assert.Equal(4, Make(new()).HiddenLayers);
        Assert.Equal(78400, usual.Length);
        Assert.Equal(2.0 / 784, usual.Average(weight => (double)weight * weight), 5e-5);
        Assert.Equal(1e-4, small.Average(weight => (double)weight * weight), 2e-6);
    }

    [Fact]
    public void Learner_TakesTheSameStepsFromTheSameSeed()
    {
        double[] Losses(int seed)
        {
            using var optimizer = new Sgd { LearningRate = 0.1 };
            var learner = new DigitLearner(optimizer, seed, digits: DigitLearner.Data.Training.Range(0, 100), batchSize: 10);
            return [.. Enumerable.Range(0, 12).Select(_ => learner.Step())];
        }

        Assert.Equal(Losses(1), Losses(1));
        Assert.NotEqual(Losses(1), Losses(2));
    }
}
