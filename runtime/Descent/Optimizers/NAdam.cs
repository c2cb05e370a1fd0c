namespace Descent;

/// <summary>
/// NAdam (Dozat, 2016): Adam with Nesterov momentum, whose weight of the past grows over the first steps.
/// </summary>
/// <remarks>
/// μ at step t is β₁ (1 − ½ · 0.96^(ψ t)), and the bias corrections are those of the running product of these, as in PyTorch; Keras has ψ =
/// 1, a schedule 250 times as fast. ε is added outside the square root, after the bias correction. <see cref="NAdamWithoutSchedule"/> keeps
/// β₁.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NAdam
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(2e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, and what μ grows to, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>How fast μ grows to β₁, ψ, at least 0.</summary>
    [Hyperparameter(4e-3, Min = 0)]
    public partial double MomentumDecay { get; set; }

    /// <summary>Weight decay λ, at least 0; see <see cref="DecoupledWeightDecay"/>.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>
    /// Whether weights shrink by 1 − η λ before the step (as in AdamW) instead of λ times the weight being added to the gradient.
    /// </summary>
    [Hyperparameter(false)]
    public partial bool DecoupledWeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Name = "FirstMoment")] ref double m, [State(Name = "SecondMoment")] ref double v,
        [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t)
    {
        if (WeightDecay != 0)
        {
            if (DecoupledWeightDecay)
            {
                weight *= 1 - LearningRate * WeightDecay;
            }
            else
            {
                gradient += WeightDecay * weight;
            }
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mu = Beta1 * (1 - 0.5 * Math.Pow(0.96, t * MomentumDecay));
        var nextMu = Beta1 * (1 - 0.5 * Math.Pow(0.96, (t + 1) * MomentumDecay));
        product *= mu;

        // Two steps, rounded as PyTorch rounds them: gradient and moment may nearly cancel.
        var denominator = Math.Sqrt(v) / Math.Sqrt(1 - Math.Pow(Beta2, t)) + Epsilon;
        weight -= LearningRate * (1 - mu) / (1 - product) * (gradient / denominator);
        weight -= LearningRate * nextMu / (1 - product * nextMu) * (m / denominator);
    }
}
