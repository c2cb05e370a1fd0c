// A power for each weight, where a product has the same bits and no call.
// Expected: DSC0225
[Optimizer]
public sealed partial class SquareByPower
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = Beta * v + (1 - Beta) * Math.Pow(gradient, 2);
        weight -= LearningRate * gradient / (Math.Sqrt(v) + Epsilon);
    }
}
