namespace Descent;

/// <summary>
/// Stochastic gradient descent as PyTorch has it, whole: momentum, dampening, Nesterov's form, L2 regularisation and ascent, at any learning
/// rate from step to step.
/// </summary>
/// <remarks>
/// v ← μ v + (1 − τ) g, then w ← w − η v, or w ← w − η (g + μ v) in Nesterov's form. The learning rate is outside the velocity, so that a new one
/// acts on all of it at once. The first velocity is the first gradient, undampened, and without momentum nothing is dampened. The sign of the
/// gradient changes before the regularisation is added. All defaults are PyTorch's: no momentum, and a learning rate of 1e-3. PyTorch refuses
/// Nesterov's form without momentum, and with dampening. <see cref="Sgd"/> needs no memory for a velocity, <see cref="HeavyBallMomentum"/> is
/// the usual momentum.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class SgdPyTorch
{
    /// <summary>Step size η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity per step, μ, in [0, 1).</summary>
    [Hyperparameter(0, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>How much of each gradient after the first is left out of the velocity, τ, in [0, 1].</summary>
    [Hyperparameter(0, Min = 0, Max = 1)]
    public partial double Dampening { get; set; }

    /// <summary>Whether the step is g + μ v with the new velocity, Nesterov's form, instead of v.</summary>
    [Hyperparameter(false)]
    public partial bool Nesterov { get; set; }

    /// <summary>L2 regularisation λ, at least 0: λ times the weight is added to the gradient.</summary>
    [Hyperparameter(0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Whether to ascend: the sign of every gradient is changed.</summary>
    [Hyperparameter(false)]
    public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity, [Step] int t)
    {
        gradient *= Maximize ? -1 : 1;
        if (WeightDecay != 0)
        {
            gradient += WeightDecay * weight;
        }

        var kept = t > 1 ? Momentum : 0;
        var taken = t > 1 && Momentum > 0 ? 1 - Dampening : 1;
        velocity = kept * velocity + taken * gradient;
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
