namespace Descent.Benchmarks.Adam;

/// <summary>Adam as in the library, without weight decay, its arithmetic rewritten as algebra allows.</summary>
[Optimizer(Math = FloatMath.Relaxed)]
internal sealed partial class RelaxedAdam
{
    /// <summary>Step size α.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁.</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂.</summary>
    [Hyperparameter(0.999, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the denominator, outside the square root.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
