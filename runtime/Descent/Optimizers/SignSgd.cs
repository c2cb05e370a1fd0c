namespace Descent;

/// <summary>
/// Sign descent (Bernstein et al., 2018, arXiv:1802.04434): every weight moves by the learning rate, against the sign of its gradient.
/// </summary>
/// <remarks>A gradient of 0 moves nothing. Weight decay, which the paper does not have, is decoupled.</remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SignSgd
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        weight -= LearningRate * Formulas.Sign(gradient);
    }
}
