namespace Descent;

/// <summary>
/// StableAdamW (Wortsman et al., 2023, arXiv:2304.13013): AdamW whose learning rate falls, for each tensor, while its gradients are larger
/// than their second moment says, as Adafactor's update clipping does.
/// </summary>
/// <remarks>
/// The learning rate is divided by max(1, RMS), RMS being the root mean square of g / √max(v̂, ε²) over the tensor, as in the paper's
/// algorithm 2; the decay is divided as well. Bias correction, which the paper writes as decays that change; ε outside the square root, after
/// it. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class StableAdamW
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, above 0.</summary>
    [Hyperparameter(1e-6, Above = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − λ times the divided learning rate.</summary>
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
        m = Formulas.MovingAverage(m, gradient, Beta1);
        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);

        var mHat = m / Formulas.BiasCorrection(Beta1, t);
        var vHat = v / Formulas.BiasCorrection(Beta2, t);
        var meanSquare = Reduce.Sum(gradient * gradient / Math.Max(vHat, Epsilon * Epsilon)) / Reduce.Count(true);
        var rate = LearningRate / Math.Max(1, Math.Sqrt(meanSquare));
        weight = weight * (1 - rate * WeightDecay) - rate * (mHat / (Math.Sqrt(vHat) + Epsilon));
    }
}
