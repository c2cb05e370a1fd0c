// Nesterov's look-ahead with a state of its own: misspelled, it is always 0, and the method is heavy-ball momentum.
// Expected: DSC0014
[Optimizer]
public sealed partial class LookAheadOfAnotherState
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [BeforeGradient]
    private void LookAhead(ref double weight, [State] double velocty) => weight += Momentum * velocty;

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        weight += velocity = Momentum * velocity - LearningRate * gradient;
    }
}
