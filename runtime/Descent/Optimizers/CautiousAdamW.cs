namespace Descent;

/// <summary>
/// Cautious AdamW (Liang et al., 2024, arXiv:2411.16085): AdamW that moves only the weights whose moment agrees in sign with their present
/// gradient, and those the further.
/// </summary>
/// <remarks>
/// Steps are divided by the share of weights of the tensor that move, at least 10⁻³, as in timm and the authors' later code; the paper has n
/// / (count + 1). ε is added outside the square root, after the bias correction. The weight decay, before the step, is of every weight.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class CautiousAdamW
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
        [Step] int t)
    {
        weight *= 1 - LearningRate * WeightDecay;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var share = Reduce.Count(m * gradient > 0) / Reduce.Count(true);
        if (m * gradient > 0)
        {
            weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon) / Math.Max(share, 1e-3);
        }
    }
}
