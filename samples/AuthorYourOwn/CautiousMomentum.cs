using Descent;

namespace AuthorYourOwn;

/// <summary>Momentum that moves a weight only where velocity and gradient agree (after Liang et al., 2024, arXiv:2411.16085).</summary>
[Optimizer]
public sealed partial class CautiousMomentum
{
    /// <summary>Step size, at least 0.</summary>
    [Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }

    /// <summary>Decay of the velocity, in [0, 1).</summary>
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        if (velocity * gradient > 0)
        {
            weight -= LearningRate * velocity;
        }
    }
}
