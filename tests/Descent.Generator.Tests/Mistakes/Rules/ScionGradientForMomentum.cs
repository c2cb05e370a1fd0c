// The momentum is kept and decayed, and the step is taken along the gradient.
// Seen in: pytorch_optimizer, SCION (pull request 385).
// Expected: DSC0103
[Optimizer]
public sealed partial class ScionGradientForMomentum
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double momentum)
    {
        momentum = Momentum * momentum + (1 - Momentum) * gradient;
        weight -= LearningRate * Math.Sign(gradient);
    }
}
