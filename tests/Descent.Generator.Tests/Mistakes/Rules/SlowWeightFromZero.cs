// The slow weights of Lookahead begin at 0 instead of at the weights, so the first synchronization halves every weight.
// Expected: DSC0227
[Optimizer]
public sealed partial class SlowWeightFromZero
{
    [Hyperparameter(0.01, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(5, Min = 1)] public partial int Interval { get; set; }
    [Hyperparameter(0.5, Above = 0, Max = 1)] public partial double Pull { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity, [State] ref double slow, [Step] int t)
    {
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
        if (t % Interval == 0)
        {
            slow += Pull * (weight - slow);
            weight = slow;
        }
    }
}
