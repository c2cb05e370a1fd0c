namespace Descent.Training.Tests.Checks;

/// <summary>Right gradients pass and every kind of wrong one is caught.</summary>
public sealed class GradientCheckTests
{
    private static readonly GradientCheck Everything = new() { CoordinatesPerParameter = 1000 };

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 0.1)]
    [InlineData(true, 0.1)]
    public void RightGradient_OfDoubleWeights_Passes(bool rectified, double regularization)
    {
        var network = new TinyNetwork<double>(rectified) { Regularization = regularization };

        var report = Everything.Run(network.Optimizer, network.LossAndGradients);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(40, report.Count(GradientVerdict.Correct));
        Assert.All(report.Coordinates, coordinate => Assert.InRange(coordinate.RelativeError, 0, 1e-6));
        Assert.Equal(network.Loss(), report.Loss);
        Assert.InRange(report.LossNoise, 1e-17, 1e-15);
    }

    /// <summary>
    /// float keeps 7 digits of the loss; dividing the difference by h = 5e-3 leaves about 5 of them, of the loss and not of the gradient.
    /// So 1e-2 is the tolerance, and what is below that counts as inconclusive.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RightGradient_OfFloatWeights_PassesAtTheToleranceOfFloat(bool rectified)
    {
        var network = new TinyNetwork<float>(rectified) { Regularization = 0.1 };

        var report = Everything.Run(network.Optimizer, network.LossAndGradients);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(0, report.Count(GradientVerdict.Wrong));
        Assert.Contains(report.Coordinates, coordinate => coordinate.RelativeError > GradientCheck.DoubleTolerance);
        Assert.InRange(report.LossNoise, 1e-8, 1e-6);
    }

    /// <summary>A false alarm costs an afternoon: over many networks, with kinks and without, in both types, there is none.</summary>
    [Fact]
    public void RightGradients_AreNeverCalledWrong()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var rectified = seed % 2 == 0;
            var twice = new TinyNetwork<double>(rectified, seed) { Regularization = 0.01 };
            var single = new TinyNetwork<float>(rectified, seed) { Regularization = 0.01 };

            Assert.Equal(GradientCheckOutcome.Passed, Everything.Run(twice.Optimizer, twice.LossAndGradients).Outcome);
            Assert.Equal(GradientCheckOutcome.Passed, Everything.Run(single.Optimizer, single.LossAndGradients).Outcome);
        }
    }

    public static TheoryData<string> Faults => ["scaled", "slightly scaled", "sign", "one coordinate", "missing", "transposed", "not a number"];

    [Theory]
    [MemberData(nameof(Faults))]
    public void WrongGradient_IsCaught_InBothElementTypes(string fault)
    {
        var twice = new TinyNetwork<double> { Fault = network => Spoil(network.Gradients1, fault) };
        var single = new TinyNetwork<float>
        {
            Fault = network =>
            {
                var gradients = Array.ConvertAll(network.Gradients1, value => (double)value);
                Spoil(gradients, fault == "slightly scaled" ? "scaled" : fault);
                Array.ConvertAll(gradients, value => (float)value).CopyTo(network.Gradients1.AsSpan());
            },
        };

        AssertCaught(Everything.Run(twice.Optimizer, twice.LossAndGradients));
        AssertCaught(Everything.Run(single.Optimizer, single.LossAndGradients));

        void AssertCaught(GradientCheckReport report)
        {
            Assert.Equal(GradientCheckOutcome.WrongGradient, report.Outcome);
            Assert.False(report.Passed);
            Assert.Equal("layer1.weight", report.Coordinates[0].ParameterName);
            Assert.All(
                report.Coordinates.Where(coordinate => coordinate.ParameterName != "layer1.weight"),
                coordinate => Assert.False(coordinate.Verdict >= GradientVerdict.Wrong, report.ToString()));
            if (fault is "one coordinate" or "not a number")
            {
                Assert.Equal(1, report.Count(GradientVerdict.Wrong) + report.Count(GradientVerdict.NotFinite));
                Assert.Equal("layer1.weight[1, 2]", report.Coordinates[0].Location);
            }
        }

        static void Spoil(double[] gradients, string fault)
        {
            double[] right = [.. gradients];
            for (var i = 0; i < gradients.Length; i++)
            {
                gradients[i] = fault switch
                {
                    "scaled" => 2 * right[i],
                    "slightly scaled" => 1.0001 * right[i],
                    "sign" => -right[i],
                    "missing" => 0,
                    "one coordinate" => right[i] + (i == 7 ? 0.25 : 0),
                    "transposed" => right[(i % 4 * 5) + (i / 4)],
                    _ => i == 7 ? double.NaN : right[i],
                };
            }
        }
    }

    [Fact]
    public void ForgottenRegularization_IsCaught()
    {
        TinyNetwork<double> network = new() { Regularization = 1e-3 }, forgetful = new();

        var report = Everything.Run(network.Optimizer, () =>
        {
            Array.ForEach([(network.Weights1, forgetful.Weights1), (network.Bias1, forgetful.Bias1), (network.Weights2, forgetful.Weights2)], pair => pair.Item1.CopyTo(pair.Item2, 0));
            forgetful.LossAndGradients();
            var loss = network.LossAndGradients();
            Array.ForEach([(forgetful.Gradients1, network.Gradients1), (forgetful.Gradients2, network.Gradients2)], pair => pair.Item1.CopyTo(pair.Item2, 0));
            return loss;
        });

        Assert.Equal(GradientCheckOutcome.WrongGradient, report.Outcome);
        Assert.All(report.Coordinates, coordinate => Assert.Equal(coordinate.ParameterName == "layer1.bias", coordinate.Verdict == GradientVerdict.Correct));
    }

    /// <summary>Regularization that is a thousand times as large hides a wrong data gradient in the sum, and not term by term.</summary>
    [Fact]
    public void TermsOfALoss_AreCheckedApart()
    {
        var network = new TinyNetwork<double> { Regularization = 1e5 };
        double SpoiledData()
        {
            var loss = network.DataLossAndGradients();
            network.Gradients1[3] *= 1.5;
            return loss;
        }

        var sum = new GradientCheck { CoordinatesPerParameter = 1000, Tolerance = 1e-4 }.Run(network.Optimizer, () =>
        {
            var data = SpoiledData();
            double[] gradient1 = [.. network.Gradients1], bias = [.. network.BiasGradients1], gradient2 = [.. network.Gradients2];
            var penalty = network.PenaltyAndGradients();
            Add(gradient1, network.Gradients1);
            Add(bias, network.BiasGradients1);
            Add(gradient2, network.Gradients2);
            return data + penalty;
        });
        var terms = Everything.RunTerms(
            network.Optimizer, [new("data", SpoiledData), new("regularization", network.PenaltyAndGradients)]);

        Assert.Equal(0, sum.Count(GradientVerdict.Wrong));
        Assert.False(terms.Passed);
        Assert.Equal("layer1.weight[0, 3]", Assert.Single(terms["data"].Coordinates, coordinate => coordinate.Verdict == GradientVerdict.Wrong).Location);
        Assert.True(terms["regularization"].Passed);
        Assert.Contains("'regularization' (norm", terms.Warning, StringComparison.Ordinal);
        Assert.Contains("drowns that of 'data'", terms.ToString(), StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => terms["sum"]);

        static void Add(double[] from, double[] to)
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] += from[i];
            }
        }
    }

    [Fact]
    public void FloatWeights_WithALossInDouble_AreCheckedWithinTheGradientsRounding()
    {
        float[] weights = [0.1f, -3e-4f, 250f], gradients = new float[3];
        var optimizer = new Sgd();
        optimizer.Add("weights", weights, gradients);

        var report = Everything.Run(optimizer, () =>
        {
            var loss = 0.0;
            for (var i = 0; i < 3; i++)
            {
                gradients[i] = (float)Math.Cos(weights[i]);
                loss += Math.Sin(weights[i]);
            }

            return loss;
        });

        Assert.Equal(3, report.Count(GradientVerdict.Correct));
        Assert.Equal(["weights[0]", "weights[1]", "weights[2]"], report.Coordinates.Select(coordinate => coordinate.Location).Order());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(1, 0, 1)]
    [InlineData(1, -1, 2)]
    [InlineData(1e-12, 2e-12, 0.5)]
    public void RelativeError_IsThatOfTheLecture(double analytic, double numeric, double expected)
    {
        Assert.Equal(expected, GradientCheck.RelativeError(analytic, numeric), 1e-15);
        Assert.Equal(expected, GradientCheck.RelativeError(numeric, analytic), 1e-15);
    }

    [Fact]
    public void LossAlone_IsUsedForDifferences_AndMustAgree()
    {
        var network = new TinyNetwork<double> { Regularization = 0.1 };
        var gradients = 0;
        double Both()
        {
            gradients++;
            return network.LossAndGradients();
        }

        var report = Everything.Run(network.Optimizer, Both, network.Loss);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(3, gradients);
        Assert.Equal(GradientCheckOutcome.LossesDisagree, Everything.Run(network.Optimizer, Both, () => network.Loss() - 0.01).Outcome);
    }

    [Fact]
    public void Report_IsATable_WorstFirst()
    {
        var network = new TinyNetwork<double> { Fault = network => network.Gradients1[7] *= -2 };

        var report = Everything.Run(network.Optimizer, network.LossAndGradients);

        var lines = report.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("Gradient check: WRONG GRADIENT (40 coordinates: 1 wrong, 39 correct).", lines[0]);
        Assert.StartsWith("  verdict  weight", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("  WRONG    layer1.weight[1, 2]", lines[3], StringComparison.Ordinal);
        Assert.Contains("1.5e+000", lines[3], StringComparison.Ordinal);
        Assert.Equal(13, lines.Length);
        Assert.Equal(3, report.ToString(1).ReplaceLineEndings("\n").Count(character => character == '\n'));
        Assert.Throws<ArgumentOutOfRangeException>(() => report.ToString(-1));
    }
}
