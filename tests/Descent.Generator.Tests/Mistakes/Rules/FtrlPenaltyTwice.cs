// The quadratic penalty stands in the denominator doubled: a λ of 0.1 does what other libraries do with 0.2.
// Seen in: Keras, Ftrl, whose l2 is half that of the paper.
// Not caught: the factor of a penalty is a convention; the weights still go to where a penalty sends them.
[Optimizer]
public sealed partial class FtrlPenaltyTwice
{
    [Hyperparameter(0.05, Above = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double L1 { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double L2 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double z, [State(Initial = 0.1)] ref double n)
    {
        var grown = n + gradient * gradient;
        z += gradient - (Math.Sqrt(grown) - Math.Sqrt(n)) / LearningRate * weight;
        n = grown;
        weight = Math.Abs(z) <= L1 ? 0 : -(z - Math.CopySign(L1, z)) / (Math.Sqrt(n) / LearningRate + 2 * L2);
    }
}
