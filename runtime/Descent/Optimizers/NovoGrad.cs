namespace Descent;

/// <summary>
/// NovoGrad (Ginsburg et al., 2019, arXiv:1905.11286): momentum on gradients that are divided by a moving average of each tensor's
/// gradient norm, so that the second moment is one number for the tensor.
/// </summary>
/// <remarks>
/// The second moment starts with the first squared norm, as in the paper and in NVIDIA's version, and again whenever it is 0. ε is outside
/// the square root. The decay is added after the division. optax has β₂ = 0.25 as its default.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class NovoGrad
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the first moment, β₁, in [0, 1).</summary>
    [Hyperparameter(0.95, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Decay of the second moment, β₂, in [0, 1).</summary>
    [Hyperparameter(0.98, Min = 0, Below = 1)]
    public partial double Beta2 { get; set; }

    /// <summary>Added to the root of the second moment, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Weight decay λ, at least 0: λ times the weight is added to the divided gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether the first moment is an average, each gradient weighted by 1 − β₁, instead of a sum.</summary>
    [Hyperparameter(false)]
    public partial bool GradientAveraging { get; set; }

    /// <summary>Whether gradients are divided by the largest second moment so far, as in <see cref="Descent.AmsGrad"/>.</summary>
    [Hyperparameter(false)]
    public partial bool AmsGrad { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SecondMoment", Per = Per.Tensor)] ref double v,
        [State(Name = "MaximumSecondMoment", Per = Per.Tensor)] ref double vMax)
    {
        var squaredNorm = Reduce.Sum(gradient * gradient);
        v = v == 0 ? squaredNorm : Beta2 * v + (1 - Beta2) * squaredNorm;

        vMax = Math.Max(vMax, v);

        var direction = gradient / (Math.Sqrt(AmsGrad ? vMax : v) + Epsilon);
        if (WeightDecay != 0)
        {
            direction += WeightDecay * weight;
        }

        if (GradientAveraging)
        {
            direction *= 1 - Beta1;
        }

        m = Beta1 * m + direction;
        weight -= LearningRate * m;
    }
}
