// The sign of the decay is turned, and the decay is called λ.
// Expected: DSC0217
[Optimizer]
public sealed partial class GrowingLambda
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double Lambda { get; set; }

    [Update]
    private void Update(ref double w, double g)
    {
        w *= 1 + LearningRate * Lambda;
        w -= LearningRate * g;
    }
}
