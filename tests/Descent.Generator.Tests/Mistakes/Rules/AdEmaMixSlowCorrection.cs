// The slow average is corrected for its start, which the paper leaves out on purpose: it dominates from the first step on.
// Seen in: pytorch_optimizer 3.9.0, AdEMAMix.
// Not caught: a corrected average is what every other average of the rule is.
[Optimizer]
public sealed partial class AdEmaMixSlowCorrection
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta3 { get; set; }
    [Hyperparameter(5, Min = 0)] public partial double Alpha { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double fast, [State] ref double slow, [State] ref double v, [Step] int t)
    {
        fast = Beta1 * fast + (1 - Beta1) * gradient;
        slow = Beta3 * slow + (1 - Beta3) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var fastHat = fast / (1 - Math.Pow(Beta1, t));
        var slowHat = slow / (1 - Math.Pow(Beta3, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * (fastHat + Alpha * slowHat) / (Math.Sqrt(vHat) + Epsilon);
    }
}
