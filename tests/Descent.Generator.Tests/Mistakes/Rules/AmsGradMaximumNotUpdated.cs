// One backend forgot to write the largest second moment back, and read zeros for ever.
// Seen in: Chainer with the intel64 backend (pull request 7661).
// Expected: DSC0104
[Optimizer]
public sealed partial class AmsGradMaximumNotUpdated
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [State] ref double vHat)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        weight -= LearningRate * m / (Math.Sqrt(Math.Max(vHat, v)) + Epsilon);
    }
}
