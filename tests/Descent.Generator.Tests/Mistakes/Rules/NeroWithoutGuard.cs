// The gradient is divided by the root of its mean square, which is 0 for a unit that got no gradient yet.
// Seen in: pytorch_optimizer, Nero (issue 120).
// Expected: DSC0211
[Optimizer]
public sealed partial class NeroWithoutGuard
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double square, [Step] int t)
    {
        square = Beta * square + (1 - Beta) * gradient * gradient;
        weight -= LearningRate * (gradient / Math.Sqrt(square / (1 - Math.Pow(Beta, t))));
    }
}
