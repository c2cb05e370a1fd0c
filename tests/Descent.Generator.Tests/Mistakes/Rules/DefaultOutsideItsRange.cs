// The default of β was copied from a table of 1 − β.
// Expected: DSC0009
[Optimizer]
public sealed partial class DefaultOutsideItsRange
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1.001, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta * m + (1 - Beta) * gradient;
        weight -= LearningRate * m;
    }
}
