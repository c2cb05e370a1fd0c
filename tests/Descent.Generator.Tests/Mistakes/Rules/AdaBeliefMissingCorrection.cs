// One of two implementations forgot the bias correction of the first moment: the first steps are a tenth as long as those of the other.
// Seen in: pytorch_optimizer 3.9.0, AdaBelief with foreach.
// Expected: DSC0203
[Optimizer]
public sealed partial class AdaBeliefMissingCorrection
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double s, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        var surprise = gradient - m;
        s = Beta2 * s + (1 - Beta2) * surprise * surprise + Epsilon;
        var sHat = s / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * m / (Math.Sqrt(sHat) + Epsilon);
    }
}
