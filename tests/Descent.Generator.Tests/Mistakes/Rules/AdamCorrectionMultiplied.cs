// The bias corrections are multiplied with where Adam divides: the first steps are tiny, when they should be whole.
// Seen in: ConvNetJS, Adam (pull requests 70 and 107, three years apart).
// Not caught: 1 − βᵗ as a factor grows from 0 to 1, as a warm-up does.
[Optimizer]
public sealed partial class AdamCorrectionMultiplied
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
        var mHat = m * (1 - Math.Pow(Beta1, t));
        var vHat = v * (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
