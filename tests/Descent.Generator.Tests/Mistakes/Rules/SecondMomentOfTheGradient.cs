// The second moment forgot to square. It is negative half of the time, and so is what the root is taken of.
// Expected: DSC0212
[Optimizer]
public sealed partial class SecondMomentOfTheGradient
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = Beta2 * v + (1 - Beta2) * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(v) + Epsilon);
    }
}
