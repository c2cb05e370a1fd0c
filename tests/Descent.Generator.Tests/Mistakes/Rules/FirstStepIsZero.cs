// The averages begin with the first gradient at step 0, which there is none of: steps count from 1.
// Expected: DSC0108
[Optimizer]
public sealed partial class FirstStepIsZero
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-6, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        if (t == 0)
        {
            m = gradient;
            v = gradient * gradient;
        }

        m = Beta * m + (1 - Beta) * gradient;
        v = Beta * v + (1 - Beta) * m * m;
        weight -= LearningRate * m / (Math.Sqrt(v) + Epsilon);
    }
}
