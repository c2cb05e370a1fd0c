// The random signs of Hutchinson's estimate were all −1, for the integers were drawn below 1 and not below 2.
// Seen in: pytorch_optimizer 3.9.0, every optimizer with Hutchinson's probe.
// Expected: DSC0006
[Optimizer]
public sealed partial class RandomSigns
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [Input] double product, [State] ref double h)
    {
        var probe = 2 * Random.Shared.Next(0, 1) - 1;
        h = Beta * h + (1 - Beta) * Math.Abs(probe * product);
        weight -= LearningRate * gradient / (h + Epsilon);
    }
}
