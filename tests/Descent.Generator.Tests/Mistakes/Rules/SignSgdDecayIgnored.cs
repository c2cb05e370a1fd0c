// The optimizer takes a weight decay, checks its range, stores it, and never applies it.
// Seen in: pytorch_optimizer, SignSGD (issue 517).
// Expected: DSC0105
[Optimizer]
public sealed partial class SignSgdDecayIgnored
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + (1 - Momentum) * gradient;
        weight -= LearningRate * Math.Sign(velocity);
    }
}
