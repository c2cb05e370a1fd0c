// Moments that start at 0 are used as they are. The first steps are 3 times too long, since the second moment is the smaller one.
// Seen in: MLX, Adam, where bias correction is off unless asked for.
// Expected: DSC0203
[Optimizer]
public sealed partial class AdamWithoutCorrection
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
        weight -= LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
