namespace Descent;

/// <summary>
/// Quasi-hyperbolic Adam (Ma and Yarats, 2019, arXiv:1810.06801): both moments of Adam are mixed with the present gradient and its square.
/// </summary>
/// <remarks>ε is added outside the square root, after the bias correction. ν₁ = ν₂ = 1 is <see cref="Adam"/>.</remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class QhAdam
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.995, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Weight of the first moment against the gradient, ν₁, in [0, 1].</summary>
    [Hyperparameter(0.7, Min = 0, Max = 1)]
    public partial double Nu1 { get; set; }

    /// <summary>Weight of the second moment against the squared gradient, ν₂, in [0, 1].</summary>
    [Hyperparameter(1, Min = 0, Max = 1)]
    public partial double Nu2 { get; set; }

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

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var first = (1 - Nu1) * gradient + Nu1 * mHat;
        var second = (1 - Nu2) * gradient * gradient + Nu2 * vHat;
        weight -= LearningRate * first / (Math.Sqrt(second) + Epsilon);
    }
}
