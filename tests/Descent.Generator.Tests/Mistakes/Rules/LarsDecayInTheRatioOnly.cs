// The weight decay stands in the denominator of the trust ratio, where it bounds the step, and is missing in the velocity, where it decays.
// Seen in: AiDotNet.Tensors, its dense LARS kernel (pull request 955).
// Not caught: with the decay on, the rule descends a little slower; nothing says that it should do more.
[Optimizer]
public sealed partial class LarsDecayInTheRatioOnly
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(1e-3, Min = 0)] public partial double TrustCoefficient { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        var weightNorm = Math.Sqrt(Reduce.Sum(weight * weight));
        var gradientNorm = Math.Sqrt(Reduce.Sum(gradient * gradient));
        var trust = weightNorm > 0 && gradientNorm > 0 ? TrustCoefficient * weightNorm / (gradientNorm + WeightDecay * weightNorm) : 1;
        velocity = Momentum * velocity + LearningRate * trust * gradient;
        weight -= velocity;
    }
}
