// The velocity collects the gradient with a plus, and is added to the weight with a plus.
// Seen in: the naive momentum of Deep Learning with Python, first edition (issue 19 of its notebooks).
// Expected: DSC0218
[Optimizer]
public sealed partial class MomentumPlusGradient
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = velocity * Momentum + LearningRate * gradient;
        weight = weight + Momentum * velocity - LearningRate * gradient;
    }
}
