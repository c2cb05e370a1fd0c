namespace Descent.Tests.Oracles;

/// <summary>What the options of rules do that no library was run with, against their formulas.</summary>
public sealed class OptionTests
{
    private const double Rate = 0.02;
    private const double Epsilon = 1e-3;
    private const double Decay = 0.05;

    /// <summary>Decoupled, the decay is of the weight before the step, at the rate with its ε, and none of it enters the sums.</summary>
    [Fact]
    public void DecoupledMadGrad_TakesOffADecayOfItsOwn() => AssertFormula(
        () => new MadGrad { LearningRate = Rate, Momentum = 0.8, Epsilon = Epsilon, WeightDecay = Decay, DecoupledWeightDecay = true },
        (w, g) =>
        {
            double[] sizes = [.. g.Select((_, i) => (Rate + Epsilon) * Math.Sqrt(i + 1))];
            var root = Math.Cbrt(sizes.Zip(g, (size, gradient) => size * gradient * gradient).Sum());
            var average = w[0] - sizes.Zip(g, (size, gradient) => size * gradient).Sum() / (root + Epsilon);
            return 0.8 * w[^1] + 0.2 * average - (Rate + Epsilon) * Decay * w[^1];
        });

    [Fact]
    public void CoupledMirrorMadGrad_RegularizesItsGradients() => AssertFormula(
        () => new MirrorMadGrad { LearningRate = Rate, Momentum = 0.8, Epsilon = Epsilon, WeightDecay = Decay },
        (w, g) =>
        {
            double[] regularized = [.. g.Zip(w, (gradient, weight) => gradient + Decay * weight)];
            var mirrored = w[0];
            for (var t = 1; t <= g.Length; t++)
            {
                var root = Math.Cbrt(regularized.Take(t).Select((gradient, i) => Math.Sqrt((i + 1.0) / t) * gradient * gradient).Sum());
                mirrored -= (Rate + Epsilon) * Math.Cbrt(t) * regularized[t - 1] / (root + Epsilon);
            }

            return 0.8 * w[^1] + 0.2 * mirrored;
        });

    /// <summary>With the authors' ε of 0, a weight that has had no gradient is divided by nothing.</summary>
    [Fact]
    public void MirrorMadGrad_WithoutEpsilon_LeavesAWeightWithoutGradients()
    {
        double[] weights = [3, 3];
        using var optimizer = new MirrorMadGrad();
        optimizer.Add("weights", weights, [0.0, 1.0]);
        optimizer.Step();

        Assert.Equal(3, weights[0]);
        Assert.NotEqual(3, weights[1]);
    }

    /// <summary>All eight velocities, each with a decay of its own, and any number of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void AggMo_IsTheMeanOfSoManyVelocities(int velocities) => AssertFormula(
        () => new AggMoUpToEight
        {
            LearningRate = Rate,
            Velocities = velocities,
            Beta1 = 0.1,
            Beta2 = 0.2,
            Beta3 = 0.3,
            Beta4 = 0.4,
            Beta5 = 0.5,
            Beta6 = 0.6,
            Beta7 = 0.7,
            Beta8 = 0.8,
            WeightDecay = Decay,
        },
        (w, g) => w[^1] - Rate * Enumerable.Range(1, velocities)
            .Average(k => g.Zip(w).Select((pair, i) => Math.Pow(0.1 * k, g.Length - 1 - i) * (pair.First + Decay * pair.Second)).Sum()));

    /// <summary>PyTorch's SGD with everything on: a new rate acts on the whole velocity, and the first gradient enters it whole.</summary>
    [Theory]
    [InlineData(0.9, 0.3, false, false)]
    [InlineData(0.9, 0, true, false)]
    [InlineData(0.9, 0.3, true, true)]
    [InlineData(0, 0.3, false, true)]
    public void SgdOfPyTorch_FollowsAChangingRate(double momentum, double dampening, bool nesterov, bool maximize)
    {
        var random = new Random(3);
        using var optimizer = new SgdPyTorch { Momentum = momentum, Dampening = dampening, Nesterov = nesterov, Maximize = maximize, WeightDecay = Decay };
        double[] weight = [0.7], gradient = [0];
        optimizer.Add("weight", weight, gradient);
        List<double> regularized = [];
        for (var t = 1; t <= 40; t++)
        {
            optimizer.LearningRate = 0.1 / t + (t % 7 == 0 ? 0.05 : 0);
            gradient[0] = random.NextDouble() - 0.4;
            regularized.Add((maximize ? -gradient[0] : gradient[0]) + Decay * weight[0]);

            // Without momentum PyTorch has no velocity, and so dampens nothing.
            var velocity = momentum == 0 ? regularized[^1] : regularized.Select((value, i) => Math.Pow(momentum, t - 1 - i) * (i == 0 ? 1 : 1 - dampening) * value).Sum();
            var expected = weight[0] - optimizer.LearningRate * (nesterov ? regularized[^1] + momentum * velocity : velocity);
            optimizer.Step();

            // 40 terms below 1: some units in the last place.
            Assert.Equal(expected, weight[0], 1e-14);
        }
    }

    /// <summary>A ratio above 1 is 1: the step is then the learning rate times the direction.</summary>
    [Fact]
    public void ClippedTrustOfLamb_IsAtMostOne()
    {
        double[] heavy = [30, -40], light = [1e-3, 0];
        using var optimizer = new Lamb { LearningRate = 0.1, Epsilon = 0, WeightDecay = 0, ClipTrust = true };
        optimizer.Add("heavy", heavy, [1.0, 1.0]);
        optimizer.Add("light", light, [1.0, 1.0]);
        optimizer.Step();

        // Adam's first direction is the sign: norm √2, against weights of norm 50 and 10⁻³. One rounding each.
        Assert.Equal([29.9, -40.1], heavy);
        Assert.Equal(1e-3 - 0.1 * 1e-3 / Math.Sqrt(2), light[0], 1e-16);
    }

    private static void AssertFormula(Func<RuleOptimizer> create, Func<double[], double[], double> next)
    {
        // A sum over 25 steps and a recurrence round differently, by some tens of units in the last place.
        var formula = new Formula(create, next).OfTensors();
        Comparison.AssertNone(create().GetType().Name, FormulaTests.Compare(create, formula, "B", 1e-12));
    }
}
