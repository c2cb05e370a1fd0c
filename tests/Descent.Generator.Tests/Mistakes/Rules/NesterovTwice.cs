// The weights stand at the look-ahead point already, and the step moves them by the whole velocity again.
// Seen in: simd_neuralnet, Nesterov momentum (issue 17).
// Not caught: it descends, with a momentum of more than it was told, which nothing but the formula denies.
[Optimizer]
public sealed partial class NesterovTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.5, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity - LearningRate * gradient;
        weight += velocity;
    }

    [BeforeGradient]
    private void LookAhead(ref double weight, [State] double velocity) => weight += Momentum * velocity;
}
