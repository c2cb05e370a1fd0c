namespace Descent;

/// <summary>
/// Sign descent with momentum (Bernstein et al., 2018, arXiv:1802.04434): every weight moves by the learning rate, against the sign of an
/// average of its gradients.
/// </summary>
/// <remarks>
/// The average is β m + (1 − β) g from 0; its scale makes no difference. Weight decay is decoupled, as in the paper: w ← w − η (sign m + λ
/// w).
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class Signum
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average, β, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

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

        m = Momentum * m + (1 - Momentum) * gradient;
        weight -= LearningRate * Formulas.Sign(m);
    }
}
