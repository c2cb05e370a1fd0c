// The second bias correction multiplies the product of the momenta by the present momentum once more. Upstream mended it after years.
// Seen in: PyTorch 1.13, NAdam without foreach (pull request 92699).
// Not caught: the correction is off by a factor near 1 that fades; only the numbers of the paper tell.
[Optimizer]
public sealed partial class NAdamProductTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mu = Beta1 * (1 - 0.5 * Math.Pow(0.96, t * 4e-3));
        var nextMu = Beta1 * (1 - 0.5 * Math.Pow(0.96, (t + 1) * 4e-3));
        product *= mu;
        var denominator = Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon;
        weight -= LearningRate * (1 - mu) / (1 - product) * gradient / denominator;
        weight -= LearningRate * nextMu / (1 - product * mu * nextMu) * m / denominator;
    }
}
