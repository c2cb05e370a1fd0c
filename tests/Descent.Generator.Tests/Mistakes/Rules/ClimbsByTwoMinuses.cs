// The velocity has a minus for the descent, and the weight has another.
// Expected: DSC0215
[Optimizer]
public sealed partial class ClimbsByTwoMinuses
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Momentum * velocity - LearningRate * gradient;
        weight -= velocity;
    }
}
