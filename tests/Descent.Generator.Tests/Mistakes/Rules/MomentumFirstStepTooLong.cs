// The velocity holds the learning rate, except at the first step, which is 1 / η times too long.
// Seen in: MatrixSlow, Momentum (pull request 17).
// Expected: DSC0228
[Optimizer]
public sealed partial class MomentumFirstStepTooLong
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity, [Step] int t)
    {
        velocity = t == 1 ? -gradient : Momentum * velocity - LearningRate * gradient;
        weight += velocity;
    }
}
