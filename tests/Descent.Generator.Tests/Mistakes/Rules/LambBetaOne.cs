// Nothing keeps β₂ below 1, where the bias correction divides by 0.
// Seen in: tinygrad, LAMB (issue 15724).
// Expected: DSC0211
[Optimizer]
public sealed partial class LambBetaOne
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Max = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        var direction = mHat / (Math.Sqrt(vHat) + Epsilon);
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var norm = Math.Sqrt(Reduce.Sum(direction * direction));
        weight -= LearningRate * (weightNorm > 0 && norm > 0 ? weightNorm / norm : 1) * direction;
    }
}
