// The ratio of the norms is taken without looking: a layer whose gradient is 0, or whose weights start at 0, gets 0 / 0 or never moves.
// Seen in: LARS in several libraries, before a condition on both norms was added.
// Expected: DSC0211
[Optimizer]
public sealed partial class LarsZeroNorm
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double TrustCoefficient { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        var trust = TrustCoefficient * Math.Sqrt(Reduce.Sum(weight * weight)) / Math.Sqrt(Reduce.Sum(gradient * gradient));
        velocity = Momentum * velocity + LearningRate * trust * gradient;
        weight -= velocity;
    }
}
