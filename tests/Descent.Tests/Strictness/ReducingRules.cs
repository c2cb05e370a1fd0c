namespace Descent.Tests.Strictness;

/// <summary>LAMB as the paper has it (You et al., 2020, arXiv:1904.00962): two norms after the moments, one step.</summary>
[Optimizer]
internal sealed partial class LambForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(0.01, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = 0.9 * m + (1 - 0.9) * gradient;
        v = 0.999 * v + (1 - 0.999) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(0.9, t));
        var vHat = v / (1 - Math.Pow(0.999, t));
        var update = mHat / (Math.Sqrt(vHat) + 1e-6) + WeightDecay * weight;
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var updateNorm = Math.Sqrt(Reduce.Sum(update * update));
        var trust = weightNorm > 0 && updateNorm > 0 ? weightNorm / updateNorm : 1;
        weight -= LearningRate * trust * update;
    }
}

/// <summary>NovoGrad (Ginsburg et al., 2019, arXiv:1905.11286): the second moment is one number for the tensor.</summary>
[Optimizer]
internal sealed partial class NovoGradForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State(Per = Per.Tensor)] ref double v, [Step] int t)
    {
        var norm = Reduce.Sum(gradient * gradient);
        v = t == 1 ? norm : 0.98 * v + (1 - 0.98) * norm;
        m = 0.95 * m + gradient / (Math.Sqrt(v) + 1e-8);
        weight -= LearningRate * m;
    }
}

/// <summary>A running product that depends on the step alone, as NAdam's (Dozat, 2016).</summary>
[Optimizer]
internal sealed partial class RunningProductForTests
{
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t)
    {
        product *= 0.9 * (1 - 0.5 * Math.Pow(0.96, t * 0.004));
        weight -= LearningRate / (1 - product) * gradient;
    }
}

/// <summary>Everything that is one for the whole optimizer: two reductions, one of them after a total of the tensor, and two states.</summary>
[Optimizer]
internal sealed partial class OverOptimizerForTests
{
    [Hyperparameter(0.5, Above = 0)]
    public partial double InitialDistance { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(From = nameof(weight))] double initialWeight,
        [State(Per = Per.Optimizer, From = nameof(InitialDistance))] ref double distance,
        [State(Per = Per.Optimizer)] ref double steps,
        [Step] int t)
    {
        var norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        var direction = gradient / (norm + 1e-8);
        var clip = Math.Min(1, 1 / Math.Sqrt(Reduce.Sum(direction * gradient, Per.Optimizer)));
        var moved = Reduce.Max(Math.Abs(weight - initialWeight), Per.Optimizer);
        distance = Math.Max(distance, moved);
        var warmUp = Math.Min(1, (steps + 1) / 3);
        steps = t;
        weight -= 0.01 * warmUp * distance * clip * direction;
    }
}

/// <summary>A chain of the library's parts: a clip over the whole optimizer, Adam, decay, Lookahead and an average to evaluate at.</summary>
[Optimizer]
[Chain(
    typeof(Chains.ClipByGlobalNorm),
    typeof(Chains.ScaleByAdam),
    typeof(Chains.MaskCautiously),
    typeof(Chains.AddDecayedWeights),
    typeof(Chains.ScaleByLearningRate),
    typeof(Chains.Lookahead),
    typeof(Chains.AverageWeights))]
internal sealed partial class ChainForTests;

/// <summary>A chain of the parts that built-in rules are made of: two directions, one after the other, with a reduction between and after.</summary>
[Optimizer]
[Chain(
    typeof(Chains.ReduceVariance),
    typeof(Chains.ScaleByRectifiedAdam),
    typeof(Chains.ScaleByAdan),
    typeof(Chains.RemoveRadialPart),
    typeof(Chains.ScaleByLearningRate))]
internal sealed partial class OtherChainForTests;

/// <summary>A rule of two evaluations whose first gradient moves each weight by itself.</summary>
[Optimizer]
internal sealed partial class ClimbForTests
{
    [Hyperparameter(0.5, Min = 0)]
    public partial double LearningRate { get; set; }

    [BeforeGradient]
    private static void Climb(ref double weight, double gradient, [State(From = nameof(weight))] ref double home, [Step] int t)
    {
        home = weight;
        weight += 0.25 / t * gradient;
    }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(weight))] double home) => weight = home - LearningRate * gradient;
}

/// <summary>Sharpness-aware minimization of each tensor by itself: two reductions before the gradient, another one after it.</summary>
[Optimizer]
internal sealed partial class LayerWiseSamForTests
{
    [Hyperparameter(0.01, Min = 0)]
    public partial double LearningRate { get; set; }

    [BeforeGradient]
    private static void Climb(ref double weight, double gradient, [State(From = nameof(weight))] ref double home, [State(Per = Per.Tensor)] ref double norm)
    {
        home = weight;
        norm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        var largest = Reduce.Max(Math.Abs(gradient / (norm + 1e-12)));
        weight += 0.05 * gradient / (norm + 1e-12) / (largest + 1);
    }

    [Update]
    private void Update(ref double weight, double gradient, [State(From = nameof(weight))] double home, [State(Per = Per.Tensor)] double norm)
    {
        var second = Math.Sqrt(Reduce.Sum(gradient * gradient));
        weight = home - LearningRate * gradient / (1 + norm / (second + 1e-12));
    }
}

/// <summary>States of the tensor that depend on the step alone, one of them written by two methods; and one method that moves both ways.</summary>
[Optimizer]
internal sealed partial class ExchangeForTests
{
    [Hyperparameter(0.1, Min = 0)]
    public partial double LearningRate { get; set; }

    [BeforeGradient]
    private static void LookAhead(ref double weight, [State] double velocity, [State] ref double product, [Step] int t)
    {
        product *= 1 - 0.5 / t;
        weight += product * velocity;
    }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State] ref double velocity,
        [State(From = nameof(weight))] ref double average,
        [State(Per = Per.Tensor, Initial = 1)] ref double product,
        [State(Per = Per.Tensor)] ref double rate)
    {
        (rate, product) = (0.9 * rate + 0.1 * product, 0.5 * (product + rate));
        velocity = 0.9 * velocity - LearningRate * rate * gradient;
        weight += velocity / (1 + product);
        average += 0.1 * (weight - average);
    }

    [ToEvaluation, ToTraining]
    private static void Exchange(ref double weight, [State] ref double average) => (weight, average) = (average, weight);
}

/// <summary>A chain that clips by the p-norm over the optimizer.</summary>
[Optimizer]
[Chain(typeof(Chains.ClipByGlobalPNorm), typeof(Chains.ScaleByLearningRate))]
internal sealed partial class ClippedByPNorm;

/// <summary>A chain that clips by the largest magnitude over the optimizer.</summary>
[Optimizer]
[Chain(typeof(Chains.ClipByGlobalMaximum), typeof(Chains.ScaleByLearningRate))]
internal sealed partial class ClippedByMaximum;
