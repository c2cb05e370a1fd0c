// L2 regularisation goes through the moments, so that weights with large gradients hardly decay; it was called weight decay for years.
// Seen in: PyTorch, Adam with weight_decay, until Loshchilov and Hutter pointed it out (pull request 3740).
// Expected: DSC0207
[Optimizer]
public sealed partial class CoupledDecay
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        gradient += WeightDecay * weight;
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var vHat = v / (1 - Math.Pow(Beta2, t));
        weight -= LearningRate * mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
