// With the difference the other way round, the second moment runs away from the squared gradient, below 0 and on.
// Expected: DSC0212
[Optimizer]
public sealed partial class YogiSignReversed
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        var square = gradient * gradient;
        v -= (1 - Beta2) * (square > v ? square : -square);
        var mHat = m / (1 - Math.Pow(Beta1, t));
        weight -= LearningRate * mHat / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon);
    }
}
