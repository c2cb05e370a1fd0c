// The constant that guards the division is 0 in the type of the weights. In half precision 1e-8 was small enough; float has its own limit.
// Seen in: TensorFlow, Adam in half precision, whose users had to set an ε of 1e-7 (issue 9047).
// Expected: DSC0214
[Optimizer]
public sealed partial class VanishedEpsilon
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(v) + 1e-50);
    }
}
