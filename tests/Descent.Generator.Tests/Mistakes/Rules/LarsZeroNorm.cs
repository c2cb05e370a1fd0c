// The ratio of the norms is taken without looking: a layer without gradient divides by 0.
// Seen in: OpenSelfSup, LARS (issue 123: "float division by zero sometimes").
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
