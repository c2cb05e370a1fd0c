namespace Descent;

/// <summary>
/// Tiger (Su, 2023), a Lion with a single decay: every weight moves by the learning rate, against the sign of an average of its gradients.
/// </summary>
/// <remarks>
/// The elementwise form of common implementations, which is <see cref="Signum"/> with Tiger's defaults. The author's own code also scales
/// the step of each tensor by the root mean square of its weights, as <see cref="ScaledTiger"/> does, and gathers gradients of several
/// batches.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Tiger
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average, β, in [0, 1).</summary>
    [Hyperparameter(0.965, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0.01, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Momentum")] ref double m)
    {
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        m = Beta * m + (1 - Beta) * gradient;
        weight -= LearningRate * Formulas.Sign(m);
    }
}
