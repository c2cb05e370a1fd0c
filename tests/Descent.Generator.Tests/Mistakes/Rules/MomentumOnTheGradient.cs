// The coefficient stands at the wrong term: the velocity never decays, and is a sum of all gradients there ever were.
// Seen in: AiDotNet, the momentum of three optimizers (issue 2008).
// Not caught: a sum that forgets nothing is what AdaGrad and dual averaging have; on a parabola it swings for ever without leaving.
[Optimizer]
public sealed partial class MomentumOnTheGradient
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = velocity + Momentum * gradient;
        weight -= LearningRate * velocity;
    }
}
