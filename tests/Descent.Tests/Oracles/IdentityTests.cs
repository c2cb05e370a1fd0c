namespace Descent.Tests.Oracles;

/// <summary>Rules that are one and the same for some hyperparameters.</summary>
public sealed class IdentityTests
{
    private const double LearningRate = 0.03;

    /// <summary>What differs in rounding alone may differ by some units in the last place for each of 60 steps.</summary>
    private const double Rounding = 1e-12;

    /// <summary>What only multiplies by 1 and adds 0 may not differ at all.</summary>
    private const double Exact = 0;

    /// <summary>Both rules of each identity, and how far apart they may be.</summary>
    internal static readonly Dictionary<string, (Func<RuleOptimizer> One, Func<RuleOptimizer> Other, double RelativeTolerance)> Identities = new()
    {
        ["QHAdam with ν = (1, 1) is Adam"] = (
            () => new QhAdam { LearningRate = LearningRate, Beta1 = 0.9, Nu1 = 1, Nu2 = 1 },
            () => new Adam { LearningRate = LearningRate, Beta1 = 0.9 },
            Exact),
        ["QHM with ν = 0 is gradient descent"] = (
            () => new Qhm { LearningRate = LearningRate, Nu = 0 },
            () => new Sgd { LearningRate = LearningRate },
            Exact),
        ["QHM with ν = 1 is the moving average"] = (
            () => new Qhm { LearningRate = LearningRate, Beta = 0.8, Nu = 1 },
            () => new MovingAverageMomentum { LearningRate = LearningRate, Beta = 0.8 },
            Exact),
        ["QHM with ν = β is Nesterov's"] = (
            () => new Qhm { LearningRate = LearningRate, Beta = 0.8, Nu = 0.8 },
            () => new NesterovRewritten { LearningRate = LearningRate * 0.2, Momentum = 0.8 },
            Rounding),
        ["Nesterov's look-ahead is the rewritten form"] = (
            () => new NesterovLookAhead { LearningRate = LearningRate, Momentum = 0.8 },
            () => new NesterovRewritten { LearningRate = LearningRate, Momentum = 0.8 },
            Rounding),
        ["SGDW with Nesterov's form and no decay is Nesterov's"] = (
            () => new SgdW { LearningRate = LearningRate, Momentum = 0.8, Nesterov = true },
            () => new NesterovRewritten { LearningRate = LearningRate, Momentum = 0.8 },
            Rounding),
        ["Adan with β₂ = 0 is Adam"] = (
            () => new Adan { LearningRate = LearningRate, Beta1 = 0.9, Beta2 = 0, Beta3 = 0.99 },
            () => new Adam { LearningRate = LearningRate, Beta1 = 0.9, Beta2 = 0.99 },
            Rounding),
        ["AdEMAMix with α = 0 is Adam"] = (
            () => new AdEmaMix { LearningRate = LearningRate, Alpha = 0 },
            () => new Adam { LearningRate = LearningRate },
            Rounding),
        ["RMSProp is Adam with β₁ = 0 without correction"] = (
            () => new RmsProp { LearningRate = LearningRate, Decay = 0.95, Epsilon = 1e-4 },
            () => new AdamWithoutBiasCorrection { LearningRate = LearningRate, Beta1 = 0, Beta2 = 0.95, Epsilon = 1e-4 },
            Rounding),
        ["RMSProp with momentum 0 is RMSProp"] = (
            () => new RmsPropWithMomentum { LearningRate = LearningRate, Momentum = 0 },
            () => new RmsProp { LearningRate = LearningRate },
            Rounding),
        ["TensorFlow's RMSProp with momentum 0 is TensorFlow's without"] = (
            () => new RmsPropWithMomentum { LearningRate = LearningRate, Momentum = 0, Epsilon = 1e-6, EpsilonPlacement = EpsilonPlacement.InsideRoot, InitialMeanSquare = 1, LearningRateInVelocity = true },
            () => new RmsProp { LearningRate = LearningRate, Epsilon = 1e-6, EpsilonPlacement = EpsilonPlacement.InsideRoot, InitialMeanSquare = 1 },
            Rounding),
        ["Lion with β₁ = 0 is sign descent"] = (
            () => new Lion { LearningRate = LearningRate, Beta1 = 0, WeightDecay = 0.1 },
            () => new SignSgd { LearningRate = LearningRate, WeightDecay = 0.1 },
            Exact),
        ["Lion with equal decays is Signum"] = (
            () => new Lion { LearningRate = LearningRate, Beta1 = 0.9, Beta2 = 0.9 },
            () => new Signum { LearningRate = LearningRate, Momentum = 0.9 },
            Exact),
        ["Optimistic descent with β = 0 is gradient descent"] = (
            () => new OptimisticSgd { LearningRate = LearningRate, Beta = 0 },
            () => new Sgd { LearningRate = LearningRate },
            Exact),
        ["PID without I and D is gradient descent"] = (
            () => new Pid { LearningRate = LearningRate, IntegralGain = 0, DerivativeGain = 0 },
            () => new Sgd { LearningRate = LearningRate },
            Exact),
        ["NAdam with β₁ = 0 is AdamW"] = (
            () => new NAdamWithoutSchedule { LearningRate = LearningRate, Beta1 = 0, WeightDecay = 0.1 },
            () => new AdamW { LearningRate = LearningRate, Beta1 = 0, WeightDecay = 0.1 },
            Rounding),
        // Without momentum nothing surprises: s collects ε alone, and ŝ is ε / (1 − β₂) from the first step on.
        ["AdaBelief with β₁ = 0 is gradient descent, decay included"] = (
            () => new AdaBelief { LearningRate = LearningRate, Beta1 = 0, Beta2 = 0.75, Epsilon = 0.25, WeightDecay = 0.1, DecoupledWeightDecay = false },
            () => new Sgd { LearningRate = LearningRate / 1.25, WeightDecay = 0.1 },
            Rounding),
        ["AdaBelief with β₁ = 0 is gradient descent, decay beside it"] = (
            () => new AdaBelief { LearningRate = LearningRate, Beta1 = 0, Beta2 = 0.75, Epsilon = 0.25, WeightDecay = 0.1 },
            () => new SgdW { LearningRate = LearningRate / 1.25, Momentum = 0, WeightDecay = 0.125 },
            Rounding),
        ["AdamP without projection is AdamW"] = (
            () => new AdamP { LearningRate = LearningRate, WeightDecay = 0.1, Project = false },
            () => new AdamW { LearningRate = LearningRate, WeightDecay = 0.1 },
            Rounding),
        ["SGDP with a threshold of 0 is momentum"] = (
            () => new SgdP { LearningRate = LearningRate, Momentum = 0.8, Threshold = 0 },
            () => new HeavyBallMomentum { LearningRate = LearningRate, Momentum = 0.8 },
            Exact),
        ["LARC that trusts everything is Nesterov's"] = (
            () => new Lars { LearningRate = LearningRate, Momentum = 0.8, TrustCoefficient = 1e30, ClipTrust = true, Nesterov = true },
            () => new NesterovRewritten { LearningRate = LearningRate, Momentum = 0.8 },
            Rounding),
        ["LAMB with nothing to clip is LAMB"] = (
            () => new LambWithClipping { LearningRate = LearningRate, MaximumGradientNorm = 1e9 },
            () => new Lamb { LearningRate = LearningRate },
            Rounding),
        ["Adan with nothing to clip is Adan"] = (
            () => new AdanWithClipping { LearningRate = LearningRate, WeightDecay = 0.1, MaximumGradientNorm = 1e9 },
            () => new Adan { LearningRate = LearningRate, WeightDecay = 0.1 },
            Exact),
        ["AdaNorm that remembers no norm is Adam"] = (
            () => new AdaNorm { LearningRate = LearningRate, NormDecay = 0 },
            () => new Adam { LearningRate = LearningRate },
            Rounding),
        ["Ranger that is pulled nowhere is RAdam"] = (
            () => new Ranger { LearningRate = LearningRate, Beta1 = 0.9, Epsilon = 1e-8, Pull = 1, WeightDecay = 0.1 },
            () => new RAdam { LearningRate = LearningRate, WeightDecay = 0.1, DecoupledWeightDecay = true },
            Rounding),
        ["Tiger that does not scale is Signum"] = (
            () => new Tiger { LearningRate = LearningRate, Beta = 0.9, WeightDecay = 0.1 },
            () => new Signum { LearningRate = LearningRate, Momentum = 0.9, WeightDecay = 0.1 },
            Exact),
        ["Cautious decay of 0 is Adam"] = (
            () => new AdamWCautiousDecay { LearningRate = LearningRate, WeightDecay = 0 },
            () => new Adam { LearningRate = LearningRate },
            Rounding),
    };

    /// <summary>One row for each identity.</summary>
    public static TheoryData<string> IdentityNames => [.. Identities.Keys];

    [Theory]
    [MemberData(nameof(IdentityNames))]
    public void BothRules_TakeTheSameSteps(string identity)
    {
        var (one, other, relativeTolerance) = Identities[identity];
        Comparison.AssertNone(identity, Compare(one, other, relativeTolerance));
    }

    /// <summary>Compares the steps of two optimizers.</summary>
    internal static List<Mismatch> Compare(Func<RuleOptimizer> one, Func<RuleOptimizer> other, double relativeTolerance)
    {
        List<Mismatch> mismatches = [];
        foreach (var problem in new[] { "A", "B" })
        {
            var (weights, _) = Run(one, problem);
            var (expected, start) = Run(other, problem);

            var run = new OracleRun(relativeTolerance, [.. expected.Select((tensors, i) => new Snapshot(i + 1, tensors))], []);
            mismatches.AddRange(Comparison.Weights(start, run, weights));
        }

        return mismatches;
    }

    /// <summary>The rectification ρ-factor nears 1 as t β₂ᵗ nears 0: with β₂ = 0.9, to the last place within 500 steps.</summary>
    [Fact]
    public void RAdam_IsAdamInTheLongRun()
    {
        var random = new Random(5);
        using var rectified = new RAdam { LearningRate = LearningRate, Beta2 = 0.9 };
        using var plain = new Adam { LearningRate = LearningRate, Beta2 = 0.9 };
        double[] one = [0], other = [0], gradient = [0];
        rectified.Add("one", one, gradient);
        plain.Add("other", other, gradient);
        for (var t = 1; t <= 600; t++)
        {
            gradient[0] = random.NextDouble() - 0.3;
            (one[0], other[0]) = (0, 0);
            rectified.Step();
            plain.Step();
            if (t > 500)
            {
                Assert.Equal(other[0], one[0], Rounding * LearningRate);
            }
        }
    }

    private static (List<double[][]> Weights, double[][] Start) Run(Func<RuleOptimizer> create, string problem)
    {
        using var optimizer = create();
        var trajectory = Trajectory.Start(problem, [optimizer]);
        var start = trajectory.Weights;
        List<double[][]> weights = [];
        for (var t = 1; t <= trajectory.Problem.Steps; t++)
        {
            trajectory.Step();
            weights.Add(trajectory.Weights);
        }

        return (weights, start);
    }
}
