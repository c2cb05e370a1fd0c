using Descent;

namespace Rules;

/// <summary>Momentum that holds a weight still where the velocity and the gradient disagree.</summary>
[Optimizer]
public sealed partial class CautiousMomentum
{
    /// <summary>Step size.</summary>
    [Hyperparameter(0.5, Min = 0)]
    public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity.</summary>
    [Hyperparameter(0.5, Min = 0, Below = 1)]
    public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Name = "Velocity")] ref double v)
    {
        v = Momentum * v + gradient;
        weight -= v * gradient > 0 ? LearningRate * v : 0;
    }
}
