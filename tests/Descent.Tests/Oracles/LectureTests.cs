using Descent.Chains;

namespace Descent.Tests.Oracles;

/// <summary>Gradient descent that is evaluated at the mean of all its weights.</summary>
[Optimizer]
[Chain(typeof(ScaleByLearningRate), typeof(AverageAllWeights))]
internal sealed partial class DescentWithMean;

/// <summary>Gradient descent that is evaluated at a moving average of its weights.</summary>
[Optimizer]
[Chain(typeof(ScaleByLearningRate), typeof(AverageWeights))]
internal sealed partial class DescentWithMovingAverage;

/// <summary>
/// Every formula that the lectures write for a step, by its name and as they write it, and the rule that takes that step. The formula is
/// computed here from all gradients so far, without the recurrences.
/// </summary>
public sealed class LectureTests
{
    private const double Rate = 0.02;
    private const double Mu = 0.8;
    private const double Beta2 = 0.99;
    private const double Epsilon = 1e-3;
    private const double Lambda = 0.05;

    /// <summary>The lectures' formulas, and the rule of each.</summary>
    internal static readonly Dictionary<string, TensorFormula> Lectures = new()
    {
        ["gradient descent: w ← w − η g"] = Each(
            () => new Sgd { LearningRate = Rate },
            (w, g) => w[^1] - Rate * g[^1]),

        ["momentum as a velocity: v ← μ v − η g, w ← w + v"] = Each(
            () => new VelocityMomentum { LearningRate = Rate, Momentum = Mu },
            (w, g) => w[^1] - Rate * Discounted(g, Mu)),

        ["momentum as a sum: v ← μ v + g, w ← w − η v"] = Each(
            () => new HeavyBallMomentum { LearningRate = Rate, Momentum = Mu },
            (w, g) => w[^1] - Rate * Discounted(g, Mu)),

        ["momentum as an average: v ← β v + (1 − β) g, w ← w − α v"] = Each(
            () => new MovingAverageMomentum { LearningRate = Rate, Beta = Mu },
            (w, g) => w[^1] - Rate * (1 - Mu) * Discounted(g, Mu)),

        // What is seen is the point where the next gradient is taken, w + μ v.
        ["Nesterov, looking ahead: v ← μ v − η ∇f(w + μ v), w ← w + v"] = Each(
            () => new NesterovLookAhead { LearningRate = Rate, Momentum = Mu },
            (w, g) => w[0] - Rate * (Upto(g).Sum(past => Discounted(past, Mu)) + Mu * Discounted(g, Mu))),

        ["Nesterov, rewritten: u ← v, v ← μ v − η g, w ← w − μ u + (1 + μ) v"] = Each(
            () => new NesterovRewritten { LearningRate = Rate, Momentum = Mu },
            (w, g) => w[^1] - Rate * ((1 + Mu) * Discounted(g, Mu) - Mu * Discounted(g[..^1], Mu))),

        ["AdaGrad: w ← w − η g / (√Σg² + ε)"] = Each(
            () => new AdaGrad { LearningRate = Rate, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * g[^1] / (Math.Sqrt(g.Sum(Square)) + Epsilon)),

        ["RMSProp, ε outside: s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε)"] = Each(
            () => new RmsProp { LearningRate = Rate, Decay = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * g[^1] / (Math.Sqrt(Average(g.Select(Square), Beta2)) + Epsilon)),

        ["RMSProp, ε inside: s ← ρ s + (1 − ρ) g², w ← w − η g / √(s + ε)"] = Each(
            () => new RmsProp { LearningRate = Rate, Decay = Beta2, Epsilon = Epsilon, EpsilonPlacement = EpsilonPlacement.InsideRoot },
            (w, g) => w[^1] - Rate * g[^1] / Math.Sqrt(Average(g.Select(Square), Beta2) + Epsilon)),

        ["Adam without correction: w ← w − η m / (√v + ε)"] = Each(
            () => new AdamWithoutBiasCorrection { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * Average(g, Mu) / (Math.Sqrt(Average(g.Select(Square), Beta2)) + Epsilon)),

        ["Adam, the paper's: w ← w − α m̂ / (√v̂ + ε)"] = Each(
            () => new Adam { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * Mean(g, Mu) / (Math.Sqrt(Mean(g.Select(Square), Beta2)) + Epsilon)),

        ["Adam, the book's: w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)"] = Each(
            () => new AdamEpsilonHat { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * Math.Sqrt(1 - Math.Pow(Beta2, g.Length)) / (1 - Math.Pow(Mu, g.Length))
                * Average(g, Mu) / (Math.Sqrt(Average(g.Select(Square), Beta2)) + Epsilon)),

        ["Adam, the course's: w ← w − α m̂ / √(v̂ + ε)"] = Each(
            () => new AdamEpsilonInside { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) => w[^1] - Rate * Mean(g, Mu) / Math.Sqrt(Mean(g.Select(Square), Beta2) + Epsilon)),

        ["RAdam, where ρ > 5: w ← w − α r m̂ l, l = √(1 − β₂ᵗ) / (√v + ε), else w ← w − α m̂"] = Each(
            () => new RAdam { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon },
            (w, g) =>
            {
                var limit = 2 / (1 - Beta2) - 1;
                var rho = limit - 2 * g.Length * Math.Pow(Beta2, g.Length) / (1 - Math.Pow(Beta2, g.Length));
                var scale = Math.Sqrt(1 - Math.Pow(Beta2, g.Length)) / (Math.Sqrt(Average(g.Select(Square), Beta2)) + Epsilon);
                var rectification = Math.Sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
                return w[^1] - Rate * Mean(g, Mu) * (rho > 5 ? rectification * scale : 1);
            }),

        ["Polyak's step: w ← w − (f − f*) / ‖g‖² · g"] = new(
            () => new PolyakSgd { Loss = 0.9, MinimumLoss = 0.2, MaximumLearningRate = double.MaxValue },
            (w, g) =>
            {
                var step = 0.7 / g[^1].Sum(tensor => tensor.Sum(Square));
                return [.. w[^1].Zip(g[^1], (weights, gradients) => weights.Zip(gradients, (weight, gradient) => weight - step * gradient).ToArray())];
            }),

        ["weight decay in the loss: g ← g + λ w"] = Each(
            () => new Adam { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = Lambda },
            (w, g) =>
            {
                double[] regularized = [.. g.Zip(w, (gradient, weight) => gradient + Lambda * weight)];
                return w[^1] - Rate * Mean(regularized, Mu) / (Math.Sqrt(Mean(regularized.Select(Square), Beta2)) + Epsilon);
            }),

        ["weight decay beside the step: w ← w − η (m̂ / (√v̂ + ε) + λ w)"] = Each(
            () => new AdamW { LearningRate = Rate, Beta1 = Mu, Beta2 = Beta2, Epsilon = Epsilon, WeightDecay = Lambda },
            (w, g) => w[^1] - Rate * (Mean(g, Mu) / (Math.Sqrt(Mean(g.Select(Square), Beta2)) + Epsilon) + Lambda * w[^1])),
    };

    /// <summary>One row for each formula.</summary>
    public static TheoryData<string> Formulas => [.. Lectures.Keys];

    /// <summary>A sum over 25 steps and a recurrence round differently, by some tens of units in the last place.</summary>
    [Theory]
    [MemberData(nameof(Formulas))]
    public void Steps_AreThoseOfTheLecture(string formula)
    {
        var lecture = Lectures[formula];
        Comparison.AssertNone(formula, FormulaTests.Compare(lecture.Create, lecture, "B", 1e-12));
    }

    /// <summary>Polyak averaging: the model is evaluated at w̄ = (w₁ + … + w_t) / t.</summary>
    [Fact]
    public void PolyakAveraging_IsTheMeanOfTheWeights() => AssertEvaluatedAt(
        new DescentWithMean { LearningRate = Rate },
        (_, weights) => weights.Average());

    /// <summary>Its usual form: w̄ ← 0.995 w̄ + 0.005 w, from the initial weight.</summary>
    [Fact]
    public void PolyakAveraging_IsAMovingAverageOfTheWeights() => AssertEvaluatedAt(
        new DescentWithMovingAverage { LearningRate = Rate, AverageDecay = 0.995 },
        (start, weights) => Math.Pow(0.995, weights.Length) * start + Average(weights, 0.995));

    private static void AssertEvaluatedAt(RuleOptimizer optimizer, Func<double, double[], double> average)
    {
        using (optimizer)
        {
            double[] weight = [2], gradient = [0];
            optimizer.Add("weight", weight, gradient);
            List<double> weights = [];
            for (var t = 1; t <= 30; t++)
            {
                gradient[0] = Math.Sin(t);
                optimizer.Step();
                weights.Add(weight[0]);
                optimizer.Evaluate();

                // 30 sums of numbers below 4: some units in the last place.
                Assert.Equal(average(2, [.. weights]), weight[0], 1e-14);
                optimizer.Train();
            }
        }
    }

    private static TensorFormula Each(Func<RuleOptimizer> create, Func<double[], double[], double> next) => new Formula(create, next).OfTensors();

    /// <summary>Σ μ^(t − i) gᵢ.</summary>
    private static double Discounted(IEnumerable<double> values, double factor)
    {
        double[] all = [.. values];
        return all.Select((value, i) => Math.Pow(factor, all.Length - 1 - i) * value).Sum();
    }

    /// <summary>The moving average from 0.</summary>
    private static double Average(IEnumerable<double> values, double decay) => (1 - decay) * Discounted(values, decay);

    /// <summary>The same, over the sum of its weights.</summary>
    private static double Mean(IEnumerable<double> values, double decay)
    {
        double[] all = [.. values];
        return Average(all, decay) / (1 - Math.Pow(decay, all.Length));
    }

    private static double Square(double value) => value * value;

    private static IEnumerable<double[]> Upto(double[] values) => values.Select((_, i) => values[..(i + 1)]);
}
