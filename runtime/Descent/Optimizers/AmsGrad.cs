namespace Descent;

/// <summary>
/// AMSGrad (Reddi, Kale and Kumar, 2018, arXiv:1904.09237): Adam that divides by the largest second moment so far, so that steps never grow
/// again.
/// </summary>
/// <remarks>
/// The maximum is taken before the bias correction, as in PyTorch and Keras; optax takes it after, and the paper corrects nothing. ε is
/// added outside the square root, after the correction.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AmsGrad
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
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [State(Name = "MaximumSecondMoment")] ref double vMax,
        [Step] int t)
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
        vMax = Math.Max(vMax, v);

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = vMax / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
