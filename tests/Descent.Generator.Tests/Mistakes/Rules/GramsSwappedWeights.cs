// The weights of the first moment changed places: after one step it is 0.9 g, and it forgets the past at once.
// Seen in: pytorch_optimizer 3.9.0, Grams.
// Expected: DSC0202
[Optimizer]
public sealed partial class GramsSwappedWeights
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = (1 - Beta1) * m + Beta1 * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var length = Math.Abs(mHat / (Math.Sqrt(vHat) + Epsilon));
        weight -= LearningRate * (gradient > 0 ? length : -length);
    }
}
