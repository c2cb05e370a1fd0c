// The one bias correction that AdaMax has is left out; the first step is a tenth of what it should be.
// Seen in: MLX, AdaMax.
// Not caught: it is the momentum of a rule without any correction, and momentum goes without.
[Optimizer]
public sealed partial class AdaMaxPortWithoutCorrection
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double u)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        u = Math.Max(Beta2 * u, Math.Abs(gradient));
        weight -= LearningRate * m / (u + Epsilon);
    }
}
