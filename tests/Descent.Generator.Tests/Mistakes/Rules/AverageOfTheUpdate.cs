// The trust ratio is computed, with two reductions, and the step forgets to multiply with it.
// Expected: DSC0109
[Optimizer]
public sealed partial class AverageOfTheUpdate
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        var trust = Math.Sqrt(Reduce.Sum(weight * weight)) / Math.Max(Math.Sqrt(Reduce.Sum(m * m)), 1e-6);
        weight -= LearningRate * m;
    }
}
