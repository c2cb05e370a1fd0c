namespace Descent;

/// <summary>
/// Lion (Chen et al., 2023, arXiv:2302.06675): every weight moves by the learning rate, against the sign of a mixture of its gradient and
/// an average; one state only.
/// </summary>
/// <remarks>
/// The mixture weighs the gradient by 1 − β₁, the average that is kept by 1 − β₂. Weight decay is decoupled and comes before the step.
/// Steps are larger than Adam's, so the learning rate should be 3 to 10 times smaller. Keras's default learning rate is 1e-3, optax's decay
/// 1e-3.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Lion
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-4, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the average in the step, β₁, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Beta1 { get; set; }

    /// <summary>Weight of the past in the average, β₂, in [0, 1).</summary>
    [Hyperparameter(0.99, Min = 0, Below = 1, Role = HyperparameterRole.None)]
    public partial double Beta2 { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Momentum")] ref double m)
    {
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        weight -= LearningRate * Formulas.Sign(Beta1 * m + (1 - Beta1) * gradient);
        m = Beta2 * m + (1 - Beta2) * gradient;
    }
}
