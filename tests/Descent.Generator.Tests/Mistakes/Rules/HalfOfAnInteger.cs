// Both numbers are integers, and half of the learning rate is none of it.
// Expected: DSC0223
[Optimizer]
public sealed partial class HalfOfAnInteger
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [Step] int t)
    {
        weight -= LearningRate * (1 / 2 + 1.0 / t) * gradient;
    }
}
