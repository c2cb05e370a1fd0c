namespace Descent;

/// <summary>
/// Adam with both bias corrections folded into its step size (Kingma and Ba, 2015, arXiv:1412.6980, end of section 2):
/// w ← w − α √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε̂). The form of textbooks, of Keras and of TensorFlow.
/// </summary>
/// <remarks>
/// ε̂ is added outside the square root, to the root of the uncorrected second moment: the steps are those of <see cref="Adam"/> with
/// ε = ε̂ / √(1 − β₂ᵗ), which is 32 ε̂ at first and ε̂ in the end. The defaults are Keras's, as is the decoupled weight decay, before the
/// step; PyTorch has the form of <see cref="Adam"/>, and ε = 1e-8.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdamEpsilonHat
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

    /// <summary>Added to the denominator, outside the square root, ε̂, at least 0.</summary>
    [Hyperparameter(1e-7, Min = 0)]
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

        var stepSize = LearningRate * Math.Sqrt(Formulas.BiasCorrection(Beta2, t)) / Formulas.BiasCorrection(Beta1, t);
        weight -= stepSize * m / (Math.Sqrt(v) + Epsilon);
    }
}
