namespace Descent;

/// <summary>
/// Cautious NAdamW (Liang et al., 2024, arXiv:2411.16085): <see cref="NAdamWithoutSchedule"/> that moves only the weights whose moment ahead
/// agrees in sign with their present gradient, and those the further.
/// </summary>
/// <remarks>
/// As timm with <c>caution=True</c>: steps are divided by the share of weights of the tensor that move, at least 10⁻³; the moment is one
/// gradient ahead, β₁ m + (1 − β₁) g, with the bias corrections of <see cref="AdamW"/>; ε is outside the square root, after them. The weight
/// decay, before the step, is of every weight. PyTorch's NAdam has neither the mask nor this moment; its learning rate is 2e-3 and its weight
/// decay 0 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class CautiousNAdamW
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        weight *= 1 - LearningRate * WeightDecay;
        m = Formulas.MovingAverage(m, gradient, Beta1);
        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);

        var ahead = Formulas.MovingAverage(m, gradient, Beta1);
        var share = Reduce.Count(ahead * gradient > 0) / Reduce.Count(true);
        if (ahead * gradient > 0)
        {
            var mHat = ahead / Formulas.BiasCorrection(Beta1, t);
            var vHat = v / Formulas.BiasCorrection(Beta2, t);
            weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon) / Math.Max(share, 1e-3);
        }
    }
}
