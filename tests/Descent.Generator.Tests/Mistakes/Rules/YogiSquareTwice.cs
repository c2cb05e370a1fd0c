// The sign and the square went into an average that squares what it is given: the sign is lost, and the moment is of the fourth power.
// Seen in: optax, yogi (pull request 288).
// Expected: DSC0220
[Optimizer]
public sealed partial class YogiSquareTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        var square = gradient * gradient;
        var signed = v > square ? square : -square;
        v = Beta2 * v + (1 - Beta2) * signed * signed;
        weight -= LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
