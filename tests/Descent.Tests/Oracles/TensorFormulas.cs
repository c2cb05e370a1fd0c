namespace Descent.Tests.Oracles;

/// <summary>A rule with its hyperparameters, and its formula with the same, where weights do not move each for itself.</summary>
/// <param name="Create">Makes the optimizer.</param>
/// <param name="Next">
/// The weights of each tensor after step t, of those of each tensor before steps 1 to t and the gradients at them.
/// </param>
internal sealed record TensorFormula(Func<RuleOptimizer> Create, Func<double[][][], double[][][], double[][]> Next);

/// <summary>The formulas of rules that look at norms, which no library is held against as they are.</summary>
internal static class TensorFormulas
{
    private const double LearningRate = 0.02;
    private const double Beta1 = 0.8;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-3;
    private const double WeightDecay = 0.05;

    /// <summary>The formula of each rule.</summary>
    public static readonly Dictionary<Type, TensorFormula> All = new()
    {
        [typeof(StableAdamW)] = new(
            () => new StableAdamW { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = WeightDecay },
            OfEachTensor((w, g) =>
            {
                var v = Mean([.. g.Select(Squares)], Beta2);
                var surprise = g[^1].Zip(v, (gradient, square) => gradient * gradient / Math.Max(square, Epsilon * Epsilon)).Average();
                var rate = LearningRate / Math.Max(1, Math.Sqrt(surprise));
                return Each(w[^1], Mean(g, Beta1), v, (weight, mean, square) =>
                    weight - rate * (WeightDecay * weight + mean / (Math.Sqrt(square) + Epsilon)));
            })),

        [typeof(AdaNorm)] = new(
            () => new AdaNorm { LearningRate = LearningRate, Beta1 = Beta1, Beta2 = Beta2, NormDecay = 0.6, Epsilon = Epsilon },
            OfEachTensor((w, g) =>
            {
                double[] norms = [.. g.Select(Norm)];
                double[][] lengthened =
                [
                    .. g.Select((gradient, i) =>
                    {
                        var average = norms.Take(i + 1).Select((norm, j) => 0.4 * Math.Pow(0.6, i - j) * norm).Sum();
                        return norms[i] is var norm && norm > 0 && average > norm ? Times(average / norm, gradient) : gradient;
                    }),
                ];
                return Each(w[^1], Mean(lengthened, Beta1), Mean([.. g.Select(Squares)], Beta2), (weight, mean, square) =>
                    weight - LearningRate * mean / (Math.Sqrt(square) + Epsilon));
            })),

        [typeof(DoG)] = new(
            () => new DoG { LearningRate = 0.5, InitialDistance = 0.01, Epsilon = Epsilon, WeightDecay = WeightDecay },
            (w, g) =>
            {
                var farthest = w.Max(tensors => Norm([.. tensors.Zip(w[0], Minus).SelectMany(moved => moved)]));
                var distance = Math.Max(farthest, 0.01 * (1 + Norm([.. w[0].SelectMany(tensor => tensor)])));
                var squares = g.Sum(tensors => tensors.SelectMany(Squares).Sum());
                var step = 0.5 * distance / Math.Sqrt(squares + Epsilon);
                return [.. w[^1].Zip(g[^1], (weights, gradients) => Each(weights, gradients, gradients, (weight, gradient, _) =>
                    weight - step * (gradient + WeightDecay * weight)))];
            }),

        // The decay has to be small where weights are 1e4: it is one of 1 - η λ times their root mean square.
        [typeof(ScaledTiger)] = new(
            () => new ScaledTiger { LearningRate = LearningRate, Beta = Beta1, WeightDecay = 1e-4 },
            OfEachTensor((w, g) =>
            {
                var rate = LearningRate * Math.Sqrt(Squares(w[^1]).Average());
                var mean = Mean(g, Beta1);
                return Each(w[^1], mean, mean, (weight, direction, _) => weight - rate * (Math.Sign(direction) + 1e-4 * weight));
            })),

        [typeof(AdamP)] = new(
            () => new AdamP
            {
                LearningRate = LearningRate,
                Beta1 = Beta1,
                Beta2 = Beta2,
                Epsilon = Epsilon,
                WeightDecay = WeightDecay,
                Threshold = 1.2,
                DecayRatio = 0.3,
                Nesterov = true,
            },
            OfEachTensor((w, g) =>
            {
                var mean = Mean(g, Beta1);
                double[] ahead = [.. mean.Zip(g[^1], (m, gradient) => Beta1 * m + (1 - Beta1) / (1 - Math.Pow(Beta1, g.Length)) * gradient)];
                double[] direction = [.. ahead.Zip(Mean([.. g.Select(Squares)], Beta2), (m, square) => m / (Math.Sqrt(square) + Epsilon))];
                var isOrthogonal = IsOrthogonal(w[^1], g[^1]);
                var rate = LearningRate * WeightDecay * (isOrthogonal ? 0.3 : 1);
                var step = isOrthogonal ? WithoutRadialPart(direction, w[^1]) : direction;
                return Each(w[^1], step, step, (weight, along, _) => weight - rate * weight - LearningRate * along);
            })),

        [typeof(SgdP)] = new(
            () => new SgdP
            {
                LearningRate = LearningRate,
                Momentum = Beta1,
                WeightDecay = WeightDecay,
                Threshold = 1.2,
                DecayRatio = 0.3,
                Epsilon = Epsilon,
            },
            OfEachTensor((w, g) =>
            {
                var velocity = new double[w[0].Length];
                for (var i = 0; i < g.Length; i++)
                {
                    velocity = [.. velocity.Zip(g[i], (v, gradient) => Beta1 * v + gradient)];
                    velocity = IsOrthogonal(w[i], g[i]) ? WithoutRadialPart(velocity, w[i]) : velocity;
                }

                var rate = LearningRate * WeightDecay / (1 - Beta1) * (IsOrthogonal(w[^1], g[^1]) ? 0.3 : 1);
                return Each(w[^1], velocity, velocity, (weight, v, _) => weight - rate * weight - LearningRate * v);
            })),

        [typeof(Apollo)] = new(
            () => new Apollo { LearningRate = LearningRate, Beta = Beta1, MinimumCurvature = 0.1, Epsilon = Epsilon, WeightDecay = WeightDecay },
            OfEachTensor((w, g) =>
            {
                double[] curvature = new double[w[0].Length], step = curvature, mean = curvature;
                for (var i = 0; i < g.Length; i++)
                {
                    var unit = Times(1 / (Math.Sqrt(Norm(Squares(step))) + Epsilon / 0.1), step);
                    var next = Mean(g[..(i + 1)], Beta1);

                    // The secant equation along the last step, in the norm in which it has length 1.
                    var secant = Dot(Minus(next, mean), unit) / (Math.Sqrt(Norm(Squares(step))) + Epsilon / 0.1);
                    curvature = Minus(curvature, Times(secant + Dot(curvature, Squares(unit)), Squares(unit)));
                    mean = next;
                    step = [.. mean.Zip(curvature, (m, b) => m / Math.Max(Math.Abs(b), 0.1))];
                }

                return Each(w[^1], step, step, (weight, along, _) => weight - LearningRate * (along + WeightDecay * weight));
            })),

        [typeof(Adai)] = new(
            () => new Adai { LearningRate = LearningRate, Beta0 = 0.4, Beta2 = Beta2, Epsilon = 0.2, WeightDecay = WeightDecay, DecoupledWeightDecay = true },
            (w, g) =>
            {
                double[][][] second = [.. g.Select((_, i) => (double[][])[.. g[i].Select((_, k) => Mean([.. g[..(i + 1)].Select(tensors => Squares(tensors[k]))], Beta2))])];
                double[] means = [.. second.Select(tensors => tensors.SelectMany(tensor => tensor).Average())];
                double Moved(double weight, int k, int j)
                {
                    double[] decays = [.. second.Select((tensors, i) => Math.Clamp(1 - 0.4 * tensors[k][j] / means[i], 0, 0.8))];
                    double Product(int from) => decays[from..].Aggregate(1.0, (product, decay) => product * decay);
                    var momentum = g.Select((tensors, i) => (1 - decays[i]) * Product(i + 1) * tensors[k][j]).Sum();
                    return weight * (1 - LearningRate * WeightDecay) - LearningRate * momentum / (1 - Product(0));
                }

                return [.. w[^1].Select((tensor, k) => tensor.Select((weight, j) => Moved(weight, k, j)).ToArray())];
            }),

        [typeof(PolyakSgd)] = new(
            () => new PolyakSgd { Loss = 0.9, MinimumLoss = 0.2, MaximumLearningRate = 0.05, Scale = 0.5, Epsilon = Epsilon },
            (w, g) =>
            {
                var step = Math.Min(0.7 / (0.5 * g[^1].Sum(tensor => Squares(tensor).Sum()) + Epsilon), 0.05);
                return [.. w[^1].Zip(g[^1], (weights, gradients) => Minus(weights, Times(step, gradients)))];
            }),
    };

    private static Func<double[][][], double[][][], double[][]> OfEachTensor(Func<double[][], double[][], double[]> next)
        => (weights, gradients) =>
        [
            .. Enumerable.Range(0, weights[0].Length).Select(k => next([.. weights.Select(step => step[k])], [.. gradients.Select(step => step[k])])),
        ];

    /// <summary>The mean with weights that fall by the decay with age: what a bias-corrected moving average is.</summary>
    private static double[] Mean(double[][] values, double decay)
    {
        var weights = values.Select((_, i) => Math.Pow(decay, values.Length - 1 - i) * (1 - decay) / (1 - Math.Pow(decay, values.Length))).ToArray();
        return [.. values[0].Select((_, i) => values.Zip(weights, (value, weight) => weight * value[i]).Sum())];
    }

    private static double[] Each(double[] first, double[] second, double[] third, Func<double, double, double, double> function)
        => [.. first.Zip(second, third).Select(values => function(values.First, values.Second, values.Third))];

    private static bool IsOrthogonal(double[] weights, double[] gradients)
        => Math.Abs(Dot(weights, gradients)) < 1.2 / Math.Sqrt(weights.Length) * Math.Max(Norm(weights), Epsilon) * Math.Max(Norm(gradients), Epsilon);

    private static double[] WithoutRadialPart(double[] values, double[] weights)
    {
        var unit = Times(1 / (Norm(weights) + Epsilon), weights);
        return Minus(values, Times(Dot(unit, values), unit));
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other, (a, b) => a * b).Sum();

    private static double Norm(double[] values) => Math.Sqrt(Squares(values).Sum());

    private static double[] Squares(double[] values) => Times(values, values);

    private static double[] Times(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a * b)];

    private static double[] Times(double factor, double[] values) => Array.ConvertAll(values, value => factor * value);

    private static double[] Minus(double[] one, double[] other) => [.. one.Zip(other, (a, b) => a - b)];
}
