// The trust ratio of weights that are 0 is 0, and a bias that starts at 0 never moves.
// Seen in: pytorch-lamb (pull request 6), and SimCLR's LARS, which compared with >= (issue 27).
// Not caught: of a rule that starts at 0 it is asked that it does not get away from the minimum, and this one stays where it is.
[Optimizer]
public sealed partial class LambZeroWeights
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var direction = m / (1 - Math.Pow(Beta1, t)) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon);
        var trust = Math.Sqrt(Reduce.Sum(weight * weight)) / Math.Max(Math.Sqrt(Reduce.Sum(direction * direction)), 1e-12);
        weight -= LearningRate * trust * direction;
    }
}
