// A port of a port: the original had an option for the bias correction, and the port was written without it.
// Seen in: mlx-rs, Adam and its variants (issue 301).
// Expected: DSC0203
[Optimizer]
public sealed partial class AdamPortWithoutCorrection
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v)
    {
        var rest1 = 1 - Beta1;
        var rest2 = 1 - Beta2;
        m = Beta1 * m + rest1 * gradient;
        v = Beta2 * v + rest2 * (gradient * gradient);
        weight -= LearningRate * (m / (Math.Sqrt(v) + Epsilon));
    }
}
