// The decay is added where it should be taken away, so weights grow like compound interest.
// Expected: DSC0217
[Optimizer]
public sealed partial class GrowingWeights
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        weight *= 1 + LearningRate * WeightDecay;
        weight -= LearningRate * gradient;
    }
}
