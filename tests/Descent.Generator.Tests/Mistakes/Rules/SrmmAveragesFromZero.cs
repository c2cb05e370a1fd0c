// The average of the weights begins at 0 and takes the weights' place, so the first step takes nearly a third of every weight away.
// Seen in: pytorch_optimizer 3.9.0, SRMM.
// Expected: DSC0227
[Optimizer]
public sealed partial class SrmmAveragesFromZero
{
    [Hyperparameter(0.01, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.5, Min = 0)] public partial double Beta { get; set; }
    [Hyperparameter(100, Min = 1)] public partial int MemoryLength { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double averageGradient, [State] ref double averageWeight, [Step] int t)
    {
        var share = Math.Pow(t % MemoryLength + 1, -Beta);
        averageGradient = (1 - share) * averageGradient + share * gradient;
        averageWeight = (1 - share) * averageWeight + share * weight - LearningRate * averageGradient;
        weight = averageWeight;
    }
}
