// The exponent of Padam belongs to the second moment, and was given to the first, which is negative half of the time.
// Expected: DSC0213
[Optimizer]
public sealed partial class PadamPowerOfTheMoment
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.25, Above = 0, Max = 0.5)] public partial double Power { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        weight -= LearningRate * Math.Pow(m, Power);
    }
}
