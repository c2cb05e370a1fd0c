// The switch is there and documented, and the path for half precision does not look at it.
// Seen in: BMTrain, Adam (pull request 35).
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
