namespace Descent;

/// <summary>
/// AdEMAMix (Pagliardini, Ablin and Grangier, 2024, arXiv:2409.03137): Adam with a second, much slower average of the gradients added to
/// the first.
/// </summary>
/// <remarks>
/// The slow average is not bias-corrected and weight decay is added to the step, as in the paper. During the warm-ups α grows linearly and
/// β₃ grows from β₁ so that the half-life of the average does, as in the authors' code, whose 1e-8 inside the logarithms is kept. The
/// authors' package has α = 2.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class AdEmaMix
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

    /// <summary>Decay of the slow average, β₃, in [0, 1).</summary>
    [Hyperparameter(0.9999, Min = 0, Below = 1)]
    public partial double Beta3 { get; set; }

    /// <summary>Weight of the slow average, α, at least 0.</summary>
    [Hyperparameter(5, Min = 0)]
    public partial double Alpha { get; set; }

    /// <summary>Steps over which α grows from 0; 0 for none.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial int AlphaWarmUp { get; set; }

    /// <summary>Steps over which β₃ grows from β₁; 0 for none.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial int Beta3WarmUp { get; set; }

    /// <summary>Added to the denominator, outside the square root, ε, at least 0.</summary>
    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; set; }

    /// <summary>Decay of the weights, λ, at least 0: λ times the weight is added to the scaled step.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(
        ref double weight,
        double gradient,
        [State(Name = "FirstMoment")] ref double m,
        [State(Name = "SlowFirstMoment")] ref double slow,
        [State(Name = "SecondMoment")] ref double v,
        [Step] int t)
    {
        var alpha = t < AlphaWarmUp ? (double)t / AlphaWarmUp * Alpha : Alpha;
        var beta3 = Beta3;
        if (t < Beta3WarmUp)
        {
            // A half-life of h steps is β = ½^(1 / (h + 1)).
            var progress = (double)t / Beta3WarmUp;
            var halfLife = (1 - progress) * HalfLife(Beta1) + progress * HalfLife(Beta3);
            beta3 = Math.Pow(0.5, 1 / (halfLife + 1));
        }

        m = Beta1 * m + (1 - Beta1) * gradient;
        slow = beta3 * slow + (1 - beta3) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;

        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var step = (mHat + alpha * slow) / (Math.Sqrt(vHat) + Epsilon);
        if (WeightDecay != 0)
        {
            step += WeightDecay * weight;
        }

        weight -= LearningRate * step;
    }

    private static double HalfLife(double beta) => Math.Log(0.5) / Math.Log(beta + 1e-8) - 1;
}
