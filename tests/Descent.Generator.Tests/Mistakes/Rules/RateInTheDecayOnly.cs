// The learning rate scales the decay and is missing where the step is. Set it as you like, the step is as long as ever.
// Expected: DSC0228
[Optimizer]
public sealed partial class RateInTheDecayOnly
{
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.01, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = Beta * v + (1 - Beta) * gradient * gradient;
        weight *= 1 - LearningRate * WeightDecay;
        weight -= 0.001 * gradient / (Math.Sqrt(v) + Epsilon);
    }
}
