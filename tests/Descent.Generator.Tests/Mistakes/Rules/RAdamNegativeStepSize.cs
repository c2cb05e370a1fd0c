// A step size of −1 said that there should be no step, and one of two places did not know: the first steps climb.
// Seen in: RAdam with degenerated_to_sgd off (issue 54, where its author warns of it).
// Expected: DSC0215
[Optimizer]
public sealed partial class RAdamNegativeStepSize
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
        var longest = 2 / (1 - Beta2) - 1;
        var length = longest - 2 * t * Math.Pow(Beta2, t) / (1 - Math.Pow(Beta2, t));
        var size = length > 5
            ? Math.Sqrt(Math.Max(0, (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)))
            : -1;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * size * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
