// The rule asks for the step number, for a bias correction that was never written.
// Expected: DSC0106
[Optimizer]
public sealed partial class StepNumberForgotten
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [Step] int t)
    {
        m = Beta * m + (1 - Beta) * gradient;
        weight -= LearningRate * m;
    }
}
