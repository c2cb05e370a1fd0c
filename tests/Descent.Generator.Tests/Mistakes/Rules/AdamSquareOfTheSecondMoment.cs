// The denominator squared the second moment instead of taking its root: small gradients got huge steps, large ones none.
// Seen in: torch7, optim.adam (pull request 48).
// Expected: DSC0220
[Optimizer]
public sealed partial class AdamSquareOfTheSecondMoment
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * m / (Math.Pow(v, 2) + Epsilon);
    }
}
