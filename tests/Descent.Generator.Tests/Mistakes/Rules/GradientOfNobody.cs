// The step is taken along the old moment, which is fed with itself.
// Expected: DSC0102
[Optimizer]
public sealed partial class GradientOfNobody
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State(Initial = 1)] ref double m)
    {
        m = Beta * m;
        weight -= LearningRate * m;
    }
}
