// The slide wrote 1 − β² for 1 − β₂ᵗ: the square of the decay, at every step.
// Seen in: the lecture slides of npfl114 (pull request 79).
// Expected: DSC0203
[Optimizer]
public sealed partial class AdamCorrectionWithoutStep
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
        var mHat = m / (1 - Beta1);
        var vHat = v / (1 - Beta2 * Beta2);
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
