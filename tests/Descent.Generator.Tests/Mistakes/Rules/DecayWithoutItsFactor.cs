// The weight shrinks by the learning rate alone: a decay of 1, whoever asks for it.
// Expected: DSC0227
[Optimizer]
public sealed partial class DecayWithoutItsFactor
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        weight *= 1 - LearningRate;
        weight -= LearningRate * gradient;
    }
}
