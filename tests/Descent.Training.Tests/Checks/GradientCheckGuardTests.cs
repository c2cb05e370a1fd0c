namespace Descent.Training.Tests.Checks;

/// <summary>What a gradient check finds out before it looks at a gradient, and what it leaves behind.</summary>
public sealed class GradientCheckGuardTests
{
    private static readonly GradientCheck Check = new();

    /// <summary>A coin that falls alike in the first two evaluations falls differently before a gradient is blamed.</summary>
    [Fact]
    public void RandomLoss_IsRecognised_AndTheGradientIsNotBlamed()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var network = new TinyNetwork<double>();
            var random = new Random(seed);

            var report = Check.Run(network.Optimizer, () => network.LossAndGradients() * (random.NextDouble() < 0.5 ? 1 : 1.1));

            Assert.Equal(GradientCheckOutcome.RandomLoss, report.Outcome);
            Assert.NotEqual(report.Loss, report.LossAgain);
            Assert.Empty(report.Coordinates);
            Assert.Contains("the loss is random", report.ToString(), StringComparison.Ordinal);
            Assert.Contains("says nothing about the gradient", report.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void GradientsOfSomeRows_AreRefused()
    {
        var optimizer = new Sgd();
        optimizer.Add("table", new double[4], shape: [2, 2]).BindGradients([1.0, 1], [1]);

        var exception = Assert.Throws<InvalidOperationException>(() => Check.Run(optimizer, static () => 1));

        Assert.Contains("'table' has gradients of some rows", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A batch that moves on after some evaluations shows only at the end.</summary>
    [Fact]
    public void LossThatChangesLater_IsRecognised()
    {
        var network = new TinyNetwork<double>();
        var evaluations = 0;

        var report = Check.Run(network.Optimizer, () => network.LossAndGradients() + (++evaluations > 20 ? 0.5 : 0));

        Assert.Equal(GradientCheckOutcome.RandomLoss, report.Outcome);
        Assert.Empty(report.Coordinates);
    }

    /// <summary>Sums whose order depends on threads differ in the last bits; that is no dropout.</summary>
    [Fact]
    public void LossThatDiffersInTheLastBits_IsNotRandom()
    {
        var network = new TinyNetwork<double>();
        var evaluations = 0;

        var report = Check.Run(network.Optimizer, () => network.LossAndGradients() * (1 + (++evaluations % 3 * 2.3e-16)));

        Assert.True(report.Passed, report.ToString());
    }

    [Fact]
    public void AccumulatingGradients_AreRecognised()
    {
        double[] weights = [1, 2], gradients = new double[2];
        var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);

        var accumulating = Check.Run(optimizer, () =>
        {
            gradients[0] += weights[0];
            gradients[1] += weights[1];
            return ((weights[0] * weights[0]) + (weights[1] * weights[1])) / 2;
        });
        var random = Check.Run(optimizer, () =>
        {
            gradients[0] = -gradients[0] + 0.1;
            return ((weights[0] * weights[0]) + (weights[1] * weights[1])) / 2;
        });

        Assert.Equal((GradientCheckOutcome.GradientsNotReproducible, true), (accumulating.Outcome, accumulating.GradientsAccumulate));
        Assert.Contains("accumulate", accumulating.ToString(), StringComparison.Ordinal);
        Assert.Equal((GradientCheckOutcome.GradientsNotReproducible, false), (random.Outcome, random.GradientsAccumulate));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void LossThatIsNotFinite_LeavesNothingToCheck(double loss)
    {
        var network = new TinyNetwork<float>();

        var report = Check.Run(network.Optimizer, () => network.LossAndGradients() + loss);

        Assert.Equal(GradientCheckOutcome.LossNotFinite, report.Outcome);
        Assert.Contains("nothing to check", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_HaveTheirBitsAfterwards_AndGradientsAreThoseOfTheWeights()
    {
        var network = new TinyNetwork<float>();
        network.Bias1[0] = -0f;
        network.Bias1[1] = float.Epsilon;
        var before = Bits(network);
        network.LossAndGradients();
        float[] gradients = [.. network.Gradients1];

        Check.Run(network.Optimizer, network.LossAndGradients);

        Assert.Equal(before, Bits(network));
        Assert.Equal(gradients, network.Gradients1);
        Assert.All(network.Optimizer.Parameters, parameter => Assert.Equal(0, parameter.StepCount));
    }

    /// <summary>Whichever evaluation throws: in the first, while the noise is measured, between two points of a difference.</summary>
    [Fact]
    public void Weights_HaveTheirBits_WhicheverEvaluationThrows()
    {
        for (var fatal = 1; fatal < 40; fatal++)
        {
            var network = new TinyNetwork<float>();
            network.Bias1[0] = -0f;
            var before = Bits(network);
            var evaluations = 0;

            Assert.Throws<TimeoutException>(() => Check.Run(
                network.Optimizer, () => ++evaluations == fatal ? throw new TimeoutException() : network.LossAndGradients()));

            Assert.Equal(before, Bits(network));
        }
    }

    [Fact]
    public void EvaluationThatChangesWeights_IsRefused_AndUndone()
    {
        var network = new TinyNetwork<double>();
        double[] before = [.. network.Weights1];

        Assert.Contains("without an optimizer step", Assert.Throws<InvalidOperationException>(() => Check.Run(network.Optimizer, () =>
        {
            var loss = network.LossAndGradients();
            network.Optimizer.Step();
            return loss;
        })).Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Weights1);
    }

    [Fact]
    public void FrozenParameters_AndThoseWithoutGradients_AreLeftOut()
    {
        var network = new TinyNetwork<double> { Fault = network => network.Gradients1[0] = 99 };
        network.Optimizer["layer1.weight"].IsFrozen = true;
        network.Optimizer.Add("unused", new double[3]);

        var report = new GradientCheck { CoordinatesPerParameter = 100 }.Run(network.Optimizer, network.LossAndGradients);

        Assert.True(report.Passed);
        Assert.Equal(20, report.Coordinates.Count);
        Assert.Equal(["unused"], report.SkippedParameters);
        Assert.Contains("without gradients: unused", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Coordinates_AreASeededSubsetOfEveryParameter()
    {
        var network = new TinyNetwork<double>();
        var check = new GradientCheck { CoordinatesPerParameter = 6, Seed = 5 };

        var first = Chosen(check);

        Assert.Equal(17, first.Count);
        Assert.Equal(first, Chosen(new GradientCheck { CoordinatesPerParameter = 6, Seed = 5 }));
        Assert.NotEqual(first, Chosen(new GradientCheck { CoordinatesPerParameter = 6, Seed = -6 }));
        Assert.Equal(["layer1.bias", "layer1.weight", "layer2.weight"], first.Select(location => location[..location.IndexOf('[', StringComparison.Ordinal)]).Distinct());

        List<string> Chosen(GradientCheck check)
            => [.. check.Run(network.Optimizer, network.LossAndGradients).Coordinates.Select(coordinate => coordinate.Location).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Sampler_DrawsEveryIndexEquallyOften()
    {
        var counts = new int[10];
        for (var seed = 0; seed < 10000; seed++)
        {
            var drawn = new CoordinateSampler((ulong)seed).Draw(10, 3);
            Assert.Equal(3, drawn.Distinct().Count());
            Array.ForEach(drawn, index => counts[index]++);
        }

        Assert.All(counts, count => Assert.InRange(count, 2800, 3200));
        Assert.Equal([0, 1], new CoordinateSampler(1).Draw(2, 3));
        Assert.Empty(new CoordinateSampler(1).Draw(0, 3));
    }

    [Fact]
    public void BadArguments_NameThemselves()
    {
        var network = new TinyNetwork<double>();
        var term = new LossTerm("data", network.LossAndGradients);

        Refuses("CoordinatesPerParameter must be an integer and at least 1", () => new GradientCheck { CoordinatesPerParameter = 0 });
        Refuses("StepSize must be finite and greater than 0", () => new GradientCheck { StepSize = 0 });
        Refuses("StepSize must be finite", () => new GradientCheck { StepSize = double.NaN });
        Refuses("Tolerance must be finite, greater than 0 and less than 1", () => new GradientCheck { Tolerance = 1 });
        Assert.Throws<ArgumentNullException>("optimizer", () => Check.Run(null!, () => 0));
        Assert.Throws<ArgumentNullException>("lossAndGradients", () => Check.Run(network.Optimizer, null!));
        Assert.Throws<ArgumentNullException>("terms", () => Check.RunTerms(network.Optimizer, null!));
        Assert.Throws<ArgumentNullException>("terms", () => Check.RunTerms(network.Optimizer, [term, null!]));
        Assert.Throws<ArgumentException>("terms", () => Check.RunTerms(network.Optimizer, []));
        Assert.Throws<ArgumentException>("terms", () => Check.RunTerms(network.Optimizer, [term, term]));
        Assert.Throws<ArgumentException>("optimizer", () => Check.Run(new Sgd(), () => 0));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var optimizer = new Sgd();
            optimizer.Add("w", new double[2]);
            Check.Run(optimizer, () => 0);
        });

        static void Refuses(string message, Func<object> make)
            => Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message, StringComparison.Ordinal);
    }

    private static int[] Bits(TinyNetwork<float> network)
        => [.. network.Weights1.Concat(network.Bias1).Concat(network.Weights2).Select(BitConverter.SingleToInt32Bits)];
}
