namespace Descent.Tests.Oracles;

/// <summary>A rule with its hyperparameters, and its formula with the same.</summary>
/// <param name="Create">Makes the optimizer.</param>
/// <param name="Next">The weight after step t, of the weights before steps 1 to t and the gradients at them.</param>
internal sealed record Formula(Func<RuleOptimizer> Create, Func<double[], double[], double> Next)
{
    /// <summary>The same, of each weight of each tensor.</summary>
    public TensorFormula OfTensors() => new(Create, (weights, gradients) => Array.ConvertAll(
        Enumerable.Range(0, weights[0].Length).ToArray(),
        k => weights[0][k].Select((_, i) => Next([.. weights.Select(tensors => tensors[k][i])], [.. gradients.Select(tensors => tensors[k][i])])).ToArray()));
}

/// <summary>The formulas of rules that no library is held against as they are.</summary>
internal static class Formulas
{
    private const double LearningRate = 0.02;
    private const double Beta1 = 0.8;
    private const double Beta2 = 0.99;
    private const double Beta3 = 0.9;
    private const double Epsilon = 1e-3;
    private const double WeightDecay = 0.05;

    /// <summary>The formula of each rule.</summary>
    public static readonly Dictionary<Type, Formula> All = new()
    {
        [typeof(AdamWithoutBiasCorrection)] = new(
            () => new AdamWithoutBiasCorrection { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - LearningRate * Average(g, Beta1) / (Math.Sqrt(Average(Squares(g), Beta2)) + Epsilon)),

        [typeof(AdamEpsilonHat)] = new(
            () => new AdamEpsilonHat { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) => Shrunk(w[^1]) - LearningRate * Mean(g, Beta1)
                / (Math.Sqrt(Mean(Squares(g), Beta2)) + Epsilon / Math.Sqrt(1 - Math.Pow(Beta2, g.Length)))),

        [typeof(AdamEpsilonInside)] = new(
            () => new AdamEpsilonInside { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) => Shrunk(w[^1]) - LearningRate * Mean(g, Beta1) * Math.Pow(Mean(Squares(g), Beta2) + Epsilon, -0.5)),

        [typeof(AdamD)] = new(
            () => new AdamD { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) =>
            {
                var regularized = Regularized(w, g);
                return w[^1] - LearningRate * Average(regularized, Beta1) / (Math.Sqrt(Mean(Squares(regularized), Beta2)) + Epsilon);
            }),

        [typeof(AdamAtan2)] = new(
            () => new AdamAtan2
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Scale = 1.5,
                DenominatorScale = 0.5,
                WeightDecay = WeightDecay,
            },
            (w, g) => Shrunk(w[^1]) - 1.5 * LearningRate * Math.Atan2(Mean(g, Beta1), 0.5 * Math.Sqrt(Mean(Squares(g), Beta2)))),

        [typeof(AdamWCautiousDecay)] = new(
            () => new AdamWCautiousDecay { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) =>
            {
                var direction = AdamDirection(g);
                var movesAwayFromZero = Math.Sign(direction) == -Math.Sign(w[^1]) && direction != 0;
                return w[^1] - LearningRate * direction - (movesAwayFromZero ? 0 : LearningRate * WeightDecay * w[^1]);
            }),

        [typeof(Grams)] = new(
            () => new Grams { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) => Shrunk(w[^1]) - LearningRate * Math.Sign(g[^1]) * Math.Abs(AdamDirection(g))),

        [typeof(AcProp)] = new(
            () => new AcProp { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) =>
            {
                double[] deviations = [.. Upto(g[..^1]).Select(past => past[^1] - Average(past, Beta1))];
                double[] constants = [.. deviations.Select(_ => Epsilon / (1 - Beta2))];
                var variance = g.Length == 1 ? 1 : Mean(Squares(deviations), Beta2) + Mean(constants, Beta2);
                return Shrunk(w[^1]) - LearningRate * g[^1] / (Math.Sqrt(variance) + Epsilon);
            }),

        // The estimate of the Hessian is the square of the gradient here.
        [typeof(AdaHessian)] = new(
            () => new AdaHessian
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                HessianPower = 0.5,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
            },
            (w, g) => Shrunk(w[^1]) - LearningRate * Mean(g, Beta1) / (Math.Pow(Mean(Squares(Squares(g)), Beta2), 0.25) + Epsilon)),

        [typeof(AdaMod)] = new(
            () => new AdaMod
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Beta3 = Beta3,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
            },
            (w, g) =>
            {
                double[] stepSizes =
                [
                    .. Upto(g).Select((past, i) => LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, i + 1)) / (1 - Math.Pow(Beta1, i + 1))
                        / (Math.Sqrt(Average(Squares(past), Beta2)) + Epsilon)),
                ];
                return Shrunk(w[^1]) - Math.Min(stepSizes[^1], Average(stepSizes, Beta3)) * Average(g, Beta1);
            }),

        [typeof(Padam)] = new(
            () => new Padam
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Power = 0.2,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
            },
            (w, g) =>
            {
                var regularized = Regularized(w, g);
                var largest = Upto(regularized).Max(past => Average(Squares(past), Beta2));
                return w[^1] - LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, g.Length)) * Mean(regularized, Beta1)
                    * Math.Pow(Math.Sqrt(largest) + Epsilon, -0.4);
            }),

        [typeof(SimplifiedAdEmaMix)] = new(
            () => new SimplifiedAdEmaMix
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Alpha = 3,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
            },
            (w, g) => Shrunk(w[^1])
                - LearningRate * (Average(g, Beta1) / (1 - Beta1) + 3 * g[^1]) / (Math.Sqrt(Mean(Squares(g), Beta2)) + Epsilon)),

        [typeof(QhAdam)] = new(
            () => new QhAdam
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Nu1 = 0.7,
                Nu2 = 0.4,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
            },
            (w, g) =>
            {
                var regularized = Regularized(w, g);
                var squares = Squares(regularized);
                return w[^1] - LearningRate * (0.3 * regularized[^1] + 0.7 * Mean(regularized, Beta1))
                    / (Math.Sqrt(0.6 * squares[^1] + 0.4 * Mean(squares, Beta2)) + Epsilon);
            }),

        [typeof(NAdam)] = new(
            () => new NAdam
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Epsilon = Epsilon,
                MomentumDecay = 0.1,
                WeightDecay = WeightDecay,
            },
            (w, g) =>
            {
                double[] mu = [.. Enumerable.Range(1, g.Length + 1).Select(t => Beta1 - Beta1 / 2 * Math.Pow(0.96, 0.1 * t))];
                double Correction(int steps) => 1 - mu.Take(steps).Aggregate((product, factor) => product * factor);
                var regularized = Regularized(w, g);
                var ahead = (1 - mu[^2]) * regularized[^1] / Correction(g.Length)
                    + mu[^1] * Average(regularized, Beta1) / Correction(g.Length + 1);
                return w[^1] - LearningRate * ahead / (Math.Sqrt(Mean(Squares(regularized), Beta2)) + Epsilon);
            }),

        [typeof(OptimisticSgd)] = new(
            () => new OptimisticSgd { LearningRate = LearningRate, Alpha = 0.8, Beta = 0.6 },
            (w, g) => w[^1] - LearningRate * (1.4 * g[^1] - 0.6 * (g.Length == 1 ? g[0] : g[^2]))),

        [typeof(Yogi)] = new(
            () => new Yogi { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, InitialAccumulator = 0.1 },
            (w, g) =>
            {
                var second = 0.1;
                foreach (var square in Squares(g))
                {
                    second += (1 - Beta2) * square * square.CompareTo(second);
                }

                return w[^1] - LearningRate * Mean(g, Beta1) / (Math.Sqrt(second / (1 - Math.Pow(Beta2, g.Length))) + Epsilon);
            }),

        [typeof(MadGrad)] = new(
            () => new MadGrad { LearningRate = LearningRate, Momentum = Beta1, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) =>
            {
                double[] regularized = Regularized(w, g), stepSizes = [.. g.Select((_, i) => (LearningRate + Epsilon) * Math.Sqrt(i + 1))];
                var root = Math.Cbrt(stepSizes.Zip(regularized, (size, value) => size * value * value).Sum());
                var average = w[0] - stepSizes.Zip(regularized, (size, value) => size * value).Sum() / (root + Epsilon);
                return Beta1 * w[^1] + (1 - Beta1) * average;
            }),

        // Each gradient lasts by the root of the share that the steps have grown: √(i / t) is the product of √(1/2), √(2/3) …
        [typeof(MirrorMadGrad)] = new(
            () => new MirrorMadGrad
            {
                LearningRate = LearningRate,
                Momentum = Beta1,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
                DecoupledWeightDecay = true,
            },
            (w, g) =>
            {
                var rate = LearningRate + Epsilon;
                var mirrored = w[0];
                foreach (var past in Upto(g))
                {
                    var t = past.Length;
                    var root = Math.Cbrt(past.Select((gradient, i) => Math.Sqrt((i + 1.0) / t) * gradient * gradient).Sum());
                    mirrored = (1 - rate * WeightDecay) * mirrored - rate * Math.Pow(t, 1.0 / 3) * past[^1] / (root + Epsilon);
                }

                return Beta1 * w[^1] + (1 - Beta1) * mirrored;
            }),

        // What Keras computes with its power of the learning rate and λ₂, which counts twice there.
        [typeof(Ftrl)] = new(
            () => new Ftrl { LearningRate = LearningRate, Beta = 0, L1 = 0.1, L2 = 2 * 0.3, InitialAccumulator = 0.1, LearningRatePower = -0.7 },
            (w, g) =>
            {
                double[] powers = [.. Upto(g).Select(past => Math.Pow(0.1 + Squares(past).Sum(), 0.7)).Prepend(Math.Pow(0.1, 0.7))];
                var linear = g.Select((gradient, i) => gradient - (powers[i + 1] - powers[i]) / LearningRate * w[i]).Sum();
                return (Math.Clamp(linear, -0.1, 0.1) - linear) / (powers[^1] / LearningRate + 2 * 0.3);
            }),

        [typeof(RpropPlus)] = new(
            () => new RpropPlus { InitialStep = 0.1, Decrease = 0.4, Increase = 1.3, MinimumStep = 0.05, MaximumStep = 0.2 },
            (w, g) =>
            {
                var (step, previous) = (0.1, 0.0);
                for (var i = 0; i < g.Length; i++)
                {
                    switch (Math.Sign(g[i]) * Math.Sign(previous))
                    {
                        case 1:
                            (step, previous) = (Math.Min(1.3 * step, 0.2), g[i]);
                            break;
                        case -1:
                            (step, previous) = (Math.Max(0.4 * step, 0.05), 0);
                            break;
                        default:
                            previous = g[i];
                            break;
                    }
                }

                // A gradient that was forgotten at the last step but is not 0 is one whose sign changed: back to where that move began.
                return previous == 0 && g[^1] != 0 ? w[^2] : w[^1] - Math.Sign(g[^1]) * step;
            }),
    };

    private static double AdamDirection(double[] gradients)
        => Mean(gradients, Beta1) / (Math.Sqrt(Mean(Squares(gradients), Beta2)) + Epsilon);

    /// <summary>The mean with weights that fall by the decay with age: what a bias-corrected moving average is.</summary>
    private static double Mean(double[] values, double decay) => Average(values, decay) / (1 - Math.Pow(decay, values.Length));

    /// <summary>The moving average from 0.</summary>
    private static double Average(double[] values, double decay)
        => (1 - decay) * values.Select((value, i) => Math.Pow(decay, values.Length - 1 - i) * value).Sum();

    private static double[] Squares(double[] values) => Array.ConvertAll(values, value => value * value);

    private static double[] Regularized(double[] weights, double[] gradients) => [.. gradients.Zip(weights, (g, w) => g + WeightDecay * w)];

    private static double Shrunk(double weight) => weight - LearningRate * WeightDecay * weight;

    private static IEnumerable<double[]> Upto(double[] values) => values.Select((_, i) => values[..(i + 1)]);
}
