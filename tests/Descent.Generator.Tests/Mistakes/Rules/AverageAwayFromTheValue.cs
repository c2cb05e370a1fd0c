// Written as a correction towards the value, the average has its difference the wrong way round, and runs away from it.
// Expected: DSC0215
[Optimizer]
public sealed partial class AverageAwayFromTheValue
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m += (m - gradient) * (1 - Beta);
        weight -= LearningRate * m;
    }
}
