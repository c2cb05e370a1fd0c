namespace Descent;

/// <summary>
/// Cautious AMSGrad (Liang et al., 2024, arXiv:2411.16085): <see cref="CautiousAdamW"/> that divides by the largest second moment so far, as
/// <see cref="AmsGrad"/> does.
/// </summary>
/// <remarks>
/// As timm's AdamW with <c>amsgrad=True, caution=True</c>: the maximum is of the uncorrected moment and is corrected then; steps are divided by
/// the share of weights of the tensor that move, at least 10⁻³. ε is added outside the square root, after the bias correction. The weight
/// decay, before the step, is of every weight. PyTorch has AMSGrad without the mask.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class CautiousAmsGrad
{
    /// <summary>Step size η, at least 0.</summary>
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
        [State(Name = "MaximumSecondMoment")] ref double vMax,
        [Step] int t)
    {
        weight *= 1 - LearningRate * WeightDecay;
        m = Formulas.MovingAverage(m, gradient, Beta1);
        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);
        vMax = Math.Max(vMax, v);

        var share = Reduce.Count(m * gradient > 0) / Reduce.Count(true);
        if (m * gradient > 0)
        {
            var mHat = m / Formulas.BiasCorrection(Beta1, t);
            var vHat = vMax / Formulas.BiasCorrection(Beta2, t);
            weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon) / Math.Max(share, 1e-3);
        }
    }
}
