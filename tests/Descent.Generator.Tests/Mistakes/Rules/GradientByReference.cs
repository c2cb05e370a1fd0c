// The roles are exchanged: the gradient is by reference, so the step is taken by what holds the gradients, and no weight changes.
// Expected: DSC0011
[Optimizer]
public sealed partial class GradientByReference
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(double weight, ref double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
    }
}
