// The bound of the clipping is t to the power of a quarter where the authors have t − 1.
// Seen in: pytorch_optimizer 3.9.0, ADOPT.
// Not caught: both are bounds that grow; which is meant stands in the paper alone.
[Optimizer]
public sealed partial class AdoptClipOffByOne
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }
    [Hyperparameter(0.9999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        if (t == 1)
        {
            v = gradient * gradient;
        }
        else
        {
            var bound = Math.Pow(t, 0.25);
            var scaled = gradient / Math.Max(Math.Sqrt(v), Math.Max(Epsilon, 1e-12));
            m = Beta1 * m + (1 - Beta1) * Math.Max(-bound, Math.Min(bound, scaled));
            weight -= LearningRate * m;
            v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        }
    }
}
