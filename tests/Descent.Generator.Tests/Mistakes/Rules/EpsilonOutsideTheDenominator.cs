// Without parentheses, ε is added to the weights at every step, and the denominator has none.
// Seen in: Dive into Deep Learning, the TensorFlow versions of Adam and Yogi (pull request 2691).
// Expected: DSC0211
[Optimizer]
public sealed partial class EpsilonOutsideTheDenominator
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
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight = weight - LearningRate * mHat / Math.Sqrt(vHat) + Epsilon;
    }
}
