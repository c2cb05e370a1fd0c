// The differences are weighed by 1 − β₂ = 0.08 where the method has β₂ = 0.92: the paper's betas are one minus the code's.
// Seen in: optax, adan (pull request 1715).
// Expected: DSC0202
[Optimizer]
public sealed partial class AdanWrongFactor
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.98, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.92, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(0.99, Min = 0, Below = 1)] public partial double Beta3 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double d, [State] ref double v, [State] ref double previous, [Step] int t)
    {
        var change = t == 1 ? 0 : gradient - previous;
        previous = gradient;
        var ahead = gradient + (1 - Beta2) * change;
        m = Beta1 * m + (1 - Beta1) * gradient;
        d = Beta2 * d + (1 - Beta2) * change;
        v = Beta3 * v + (1 - Beta3) * ahead * ahead;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var dHat = d / (1 - Math.Pow(Beta2, t));
        var vHat = v / (1 - Math.Pow(Beta3, t));
        weight -= LearningRate * (mHat + (1 - Beta2) * dHat) / (Math.Sqrt(vHat) + Epsilon);
    }
}
