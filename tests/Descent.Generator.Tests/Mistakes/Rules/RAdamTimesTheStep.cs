// The step size is multiplied by the step number: at step 1,000 it is a thousand times too large.
// Seen in: Swift for TensorFlow, the first version of RAdam, found in review (pull request 564).
// Not caught: a step size that grows is a schedule, and 300 steps on a parabola forgive it.
[Optimizer]
public sealed partial class RAdamTimesTheStep
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
        var rate = LearningRate * t / (1 - Math.Pow(Beta1, t));
        weight -= rate * m / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon);
    }
}
