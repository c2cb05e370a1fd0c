namespace Descent;

/// <summary>
/// LaProp (Ziyin, Wang and Ueda, 2020, arXiv:2002.04839): Adam that scales the gradient first and takes its momentum afterwards.
/// </summary>
/// <remarks>
/// ε is added outside the square root, after the bias correction; weight decay is decoupled and comes after the step, as in the authors'
/// code, which has the learning rate inside the momentum: for a constant learning rate the steps are the same.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class LaProp
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(4e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the momentum, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-15, Min = 0)]
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
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var vHat = v / (1 - Math.Pow(Beta2, t));
        m = Beta1 * m + (1 - Beta1) * (gradient / (Math.Sqrt(vHat) + Epsilon));

        var mHat = m / (1 - Math.Pow(Beta1, t));
        weight -= LearningRate * mHat;
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }
    }
}
