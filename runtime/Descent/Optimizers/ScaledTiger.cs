namespace Descent;

/// <summary>
/// Tiger (Su, 2023) as its author has it: <see cref="Tiger"/> whose steps and decay are multiplied, for each tensor, by the root mean square
/// of its weights, so that the learning rate is a relative one.
/// </summary>
/// <remarks>
/// The author's code takes each row of an embedding for itself, halves the learning rate of biases and gains and leaves out their scale and
/// their decay: give those to a <see cref="Tiger"/>. Here a tensor of zeros stays there. Weight decay is decoupled and of the weights before
/// the step. No ε, no bias correction. PyTorch, Keras and optax do not have the rule.
/// </remarks>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ScaledTiger
{
    /// <summary>Length of a step relative to the weights, η, at least 0.</summary>
    [Hyperparameter(1e-3, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Weight of the past in the average, β, in [0, 1).</summary>
    [Hyperparameter(0.965, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Beta { get; set; }

    /// <summary>Decay of the weights, λ, at least 0; each step multiplies them by 1 − λ times its length.</summary>
    [Hyperparameter(0.01, Min = 0)]
    public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Momentum")] ref double m)
    {
        var rate = LearningRate * Math.Sqrt(Reduce.Sum(weight * weight) / Reduce.Count(true));
        m = Formulas.MovingAverage(m, gradient, Beta);
        weight -= rate * (Formulas.Sign(m) + WeightDecay * weight);
    }
}
