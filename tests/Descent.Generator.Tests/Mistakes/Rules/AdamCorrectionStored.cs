// The corrected moment is stored, so it is corrected again at every step, together with all it held before.
// Expected: DSC0204
[Optimizer]
public sealed partial class AdamCorrectionStored
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
        m /= 1 - Math.Pow(Beta1, t);
        v /= 1 - Math.Pow(Beta2, t);
        weight -= LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
