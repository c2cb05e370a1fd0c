// The f makes the decay a float: 1 − 0.999f is 0.00099998712, and the average forgets something that is not what was written.
// Seen in: DeepSpeed's Adam for the processor, which multiplies up βᵗ in single precision.
// Expected: DSC0224
[Optimizer]
public sealed partial class SinglePrecisionDecay
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double v)
    {
        v = 0.999f * v + (1 - 0.999f) * gradient * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(v) + Epsilon);
    }
}
