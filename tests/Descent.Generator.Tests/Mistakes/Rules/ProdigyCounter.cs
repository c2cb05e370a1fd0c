// The counter of the bias correction advances by 2 a step, so the correction fades twice as fast as the moments fill.
// Seen in: pytorch_optimizer 3.9.0, Prodigy.
// Expected: DSC0203
[Optimizer]
public sealed partial class ProdigyCounter
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
        var mHat = m / (1 - Math.Pow(Beta1, 2 * t));
        var vHat = v / (1 - Math.Pow(Beta2, 2 * t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
