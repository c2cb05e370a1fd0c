using Descent;

namespace Consumer;

/// <summary>A rule that the package does not know: momentum over the step number, with decoupled weight decay and an L1 penalty.</summary>
[Optimizer]
internal sealed partial class AveragedMomentum
{
    /// <summary>Step size.</summary>
    [Hyperparameter(0.5, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity.</summary>
    [Hyperparameter(0.5, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    /// <summary>Pull of the weights to zero.</summary>
    [Hyperparameter(0.0, Min = 0)]
    public partial double WeightDecay { get; set; }

    /// <summary>Strength of the L1 penalty.</summary>
    [Hyperparameter(0.0, Min = 0)]
    public partial double Sparsity { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity, [Step] int t)
    {
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * (velocity / t + WeightDecay * weight);
        weight = Formulas.SoftThreshold(weight, LearningRate * Sparsity);
    }
}
