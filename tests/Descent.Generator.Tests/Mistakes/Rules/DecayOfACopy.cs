// The decayed weight is computed and forgotten, as p.mul(1 - lr * wd) is in PyTorch without its underscore.
// Expected: DSC0107
[Optimizer]
public sealed partial class DecayOfACopy
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        var decayed = weight * (1 - LearningRate * WeightDecay);
        weight -= LearningRate * gradient;
    }
}
