// The buffer is set to 0 at every step, so that its sign is the gradient's, and the momentum has no effect at all.
// Seen in: pytorch_optimizer, SignSGD (pull request 516).
// Expected: DSC0103
[Optimizer]
public sealed partial class SignumWithoutMemory
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double buffer)
    {
        buffer = 0;
        buffer = Momentum * buffer + (1 - Momentum) * gradient;
        weight -= LearningRate * (buffer > 0 ? 1 : buffer < 0 ? -1 : 0);
    }
}
