// The switch is there, documented, and read by nobody.
// Seen in: PyTorch before 2.0, several optimizers whose fused or foreach path did not look at maximize.
// Expected: DSC0105
[Optimizer]
public sealed partial class MaximizeIgnored
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
    }
}
