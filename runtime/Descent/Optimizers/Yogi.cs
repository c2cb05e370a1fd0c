namespace Descent;

/// <summary>
/// Yogi (Zaheer et al., 2018): Adam whose second moment moves towards the squared gradient by a step of its own size, so that it cannot
/// fall quickly.
/// </summary>
/// <remarks>
/// With bias correction, and a second moment that starts at 1e-6, as in common implementations; optax starts the first moment there as
/// well. The paper starts the second moment at an average over a batch.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Yogi
{
    /// <summary>Step size α, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>What the second moment starts at, at least 0. Read when a parameter is added.</summary>
    [Hyperparameter(1e-6, Min = 0)]
    public partial double InitialAccumulator { get; set; }

    /// <summary>What the first moment starts at. Read when a parameter is added.</summary>
    [Hyperparameter(0)]
    public partial double InitialMoment { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight, double gradient, [State(Name = "FirstMoment", From = nameof(InitialMoment))] ref double m,
        [State(Name = "SecondMoment", From = nameof(InitialAccumulator))] ref double v, [Step] int t)
    {
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var square = gradient * gradient;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v -= (1 - Beta2) * Formulas.Sign(v - square) * square;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));

        // v falls by at most (1 − β₂) g², and only where it is above g²: it stays positive.
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
