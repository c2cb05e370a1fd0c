namespace Descent;

/// <summary>
/// Schedule-Free RAdam: <see cref="ScheduleFreeAdamW"/> whose warm-up is the rectification of <see cref="RAdam"/>, so that there is none to
/// choose (Defazio et al., 2024, arXiv:2405.15682). The weights are the point y where gradients are taken;
/// <see cref="Optimizer.Evaluate"/> moves them to the average x.
/// </summary>
/// <remarks>
/// As the authors' package (facebookresearch/schedule_free): the adaptive step is taken from ρ &gt; 4 on, as in RAdam's paper; before that
/// nothing moves, or see <see cref="SilentStart"/>. ε is outside the square root of the corrected second moment; weight decay is added to the
/// direction at y.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ScheduleFreeRAdam
{
    /// <summary>The learning rate.</summary>
    [Hyperparameter(2.5e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>How near the gradient's point is to the average, β₁.</summary>
    [Hyperparameter(0.9, Above = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂.</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay, at the gradient's point.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>The power of the step number in the averaging weight, r.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double AveragingPower { get; set; }

    /// <summary>The power of the largest rectified learning rate so far in the averaging weight.</summary>
    [Hyperparameter(2, Min = 0)]
    public partial double LearningRatePower { get; set; }

    /// <summary>Whether nothing moves while the second moment cannot be trusted, instead of plain gradient steps being taken.</summary>
    [Hyperparameter(true)]
    public partial bool SilentStart { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "SecondMoment")] ref double v,
        [State(Name = "BaseWeight", From = nameof(weight), Storage = AllowedStorage.NativeOnly)] ref double z,
        [State(Per = Per.Tensor)] ref double largestLearningRate,
        [State(Per = Per.Tensor)] ref double weightSum,
        [Step] int t)
    {
        var correction2 = 1 - Math.Pow(Beta2, t);
        var rhoLimit = 2 / (1 - Beta2) - 1;
        var rho = rhoLimit - 2 * t * Math.Pow(Beta2, t) / correction2;
        var rectification = rho > 4
            ? Math.Sqrt((rho - 4) * (rho - 2) * rhoLimit / ((rhoLimit - 4) * (rhoLimit - 2) * rho))
            : SilentStart ? 0 : 1;

        var rate = LearningRate * rectification;
        largestLearningRate = Math.Max(largestLearningRate, rate);
        var averagingWeight = Math.Pow(t, AveragingPower) * Math.Pow(largestLearningRate, LearningRatePower);
        weightSum += averagingWeight;
        var share = weightSum > 0 ? averagingWeight / weightSum : 0;

        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var direction = gradient;
        if (rho > 4)
        {
            direction = gradient / (Math.Sqrt(v / correction2) + Epsilon);
        }

        direction += WeightDecay * weight;
        weight += share * (z - weight);
        weight += rate * (Beta1 * (1 - share) - 1) * direction;
        z -= rate * direction;
    }

    [ToEvaluation]
    private void ToEvaluation(ref double weight, [State] double z) => weight += (1 - 1 / Beta1) * (z - weight);

    [ToTraining]
    private void ToTraining(ref double weight, [State] double z) => weight += (1 - Beta1) * (z - weight);
}
