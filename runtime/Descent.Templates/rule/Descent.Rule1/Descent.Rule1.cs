using Descent;

namespace RuleNamespace;

/// <summary>Momentum, to be written over: the velocity is a fading sum of the gradients, and the weight follows it.</summary>
[Optimizer]
public sealed partial class Descent_Rule1
{
    /// <summary>Step size, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>The share of the velocity that a step keeps, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
    }
}
