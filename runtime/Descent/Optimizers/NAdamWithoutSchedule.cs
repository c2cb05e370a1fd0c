namespace Descent;

/// <summary>
/// Adam with Nesterov momentum (Dozat, 2016) without the schedule of its momentum, and with decoupled weight decay: the NAdamW of MLCommons
/// and timm.
/// </summary>
/// <remarks>
/// The moment is one gradient ahead: β₁ m + (1 − β₁) g, with the bias corrections of <see cref="AdamW"/>. optax's nadam corrects β₁ m as at
/// the next step: see <see cref="CorrectMomentumAhead"/>. PyTorch's NAdam follows the paper's schedule. Its learning rate is 2e-3 and its
/// weight decay 0 by default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NAdamWithoutSchedule
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

    /// <summary>Whether the momentum is corrected by 1 − β₁ to the power of t + 1 instead of t, as in optax.</summary>
    [Hyperparameter(false)]
    public partial bool CorrectMomentumAhead { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        weight *= 1 - LearningRate * WeightDecay;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var correction = 1 - Math.Pow(Beta1, t);
        var momentumCorrection = CorrectMomentumAhead ? 1 - Math.Pow(Beta1, t + 1) : correction;
        var mHat = Beta1 / momentumCorrection * m + (1 - Beta1) / correction * gradient;
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
