namespace Descent;

/// <summary>
/// Adam (Kingma and Ba, 2015, arXiv:1412.6980) with ε inside the square root, as courses write it: w ← w − α m̂ / √(v̂ + ε).
/// </summary>
/// <remarks>
/// ε is added after the bias correction. Inside it is a square: where gradients vanish, 1e-8 here is 1e-4 outside, as in
/// <see cref="Adam"/>. optax has both, and this one as <c>eps_root</c>; PyTorch has none inside. Weight decay is decoupled and comes before
/// the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamEpsilonInside
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

    /// <summary>Added to the second moment, inside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        m = Formulas.MovingAverage(m, gradient, Beta1);
        v = Formulas.MovingAverage(v, gradient * gradient, Beta2);

        var mHat = m / Formulas.BiasCorrection(Beta1, t);
        var vHat = v / Formulas.BiasCorrection(Beta2, t);
        weight -= LearningRate * mHat / Math.Sqrt(vHat + Epsilon);
    }
}
