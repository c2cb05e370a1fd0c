namespace Descent;

/// <summary>
/// Momentum with decoupled weight decay (Loshchilov and Hutter, 2019, arXiv:1711.05101): the weights shrink by 1 − η λ before the step.
/// </summary>
/// <remarks>
/// The velocity is that of <see cref="HeavyBallMomentum"/>: v ← μ v + g, then w ← w − η v. The decay is multiplied by the learning rate, as
/// in timm; the paper multiplies it by the schedule's factor alone. timm's decay is 0 by default, too.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SgdW
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Whether the step is g + μ v with the new velocity, Nesterov's form, instead of v.</summary>
    [Hyperparameter(false)]
    public partial bool Nesterov { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − η λ.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        if (WeightDecay != 0)
        {
            weight *= 1 - LearningRate * WeightDecay;
        }

        velocity = Momentum * velocity + gradient;
        if (Nesterov)
        {
            weight -= LearningRate * (gradient + Momentum * velocity);
        }
        else
        {
            weight -= LearningRate * velocity;
        }
    }
}
