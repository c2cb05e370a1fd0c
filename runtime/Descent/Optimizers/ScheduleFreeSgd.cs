namespace Descent;

/// <summary>
/// Schedule-Free SGD: no schedule and no stopping time; averaging takes the place of both (Defazio et al., 2024, arXiv:2405.15682). The
/// weights are the point y where gradients are taken; <see cref="Optimizer.Evaluate"/> moves them to the average x.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/schedule_free): weight decay is added to the gradient at y; the average weighs a step by
/// t^<see cref="AveragingPower"/> times the largest learning rate so far to the power <see cref="LearningRatePower"/>. Keras weighs by 1 / t.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ScheduleFreeSgd
{
    /// <summary>The learning rate; larger than for SGD, about 1.</summary>
    [Hyperparameter(1.0, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How near the gradient's point is to the average, β.</summary>
    [Hyperparameter(0.9, Above = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Weight decay, at the gradient's point.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Over how many steps the learning rate rises to its value, linearly.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial int WarmUpSteps { get; set; }

    /// <summary>The power of the step number in the averaging weight, r.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double AveragingPower { get; set; }

    /// <summary>The power of the largest learning rate so far in the averaging weight.</summary>
    [Hyperparameter(2, Min = 0)]
    public partial double LearningRatePower { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "BaseWeight", From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double z,
        [State(Per = Per.Tensor)] ref double largestLearningRate,
        [State(Per = Per.Tensor)] ref double weightSum,
        [Step] int t)
    {
        var rate = t < WarmUpSteps ? LearningRate * t / WarmUpSteps : LearningRate;
        largestLearningRate = Math.Max(largestLearningRate, rate);
        var averagingWeight = Math.Pow(t, AveragingPower) * Math.Pow(largestLearningRate, LearningRatePower);
        weightSum += averagingWeight;
        var share = weightSum > 0 ? averagingWeight / weightSum : 0;

        var direction = gradient + WeightDecay * weight;
        weight += share * (z - weight);
        weight += rate * (Momentum * (1 - share) - 1) * direction;
        z -= rate * direction;
    }

    [ToEvaluation]
    private void ToEvaluation(ref double weight, [State] double z) => weight += (1 - 1 / Momentum) * (z - weight);

    [ToTraining]
    private void ToTraining(ref double weight, [State] double z) => weight += (1 - Momentum) * (z - weight);
}
