namespace Descent;

/// <summary>
/// Grams (Cao et al., 2024, arXiv:2412.17107): steps as long as those of Adam, in the direction of the present gradient.
/// </summary>
/// <remarks>
/// A gradient of 0 moves nothing. ε is added outside the square root, after the bias correction; weight decay is decoupled and comes before
/// the step.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Grams
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
    [Hyperparameter(1e-6, Min = 0)]
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

        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var step = mHat / (Math.Sqrt(vHat) + Epsilon);
        weight -= LearningRate * Formulas.Sign(gradient) * Math.Abs(step);
    }
}
