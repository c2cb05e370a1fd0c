// The rectified branch multiplies by the learning rate inside and once more at the end. The tests of the library froze its losses.
// Seen in: TorchSharp, RAdam.
// Expected: DSC0206
[Optimizer]
public sealed partial class RAdamRateTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta1 { get; set; }
    [Hyperparameter(0.999, Min = 0, Below = 1)] public partial double Beta2 { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m, [State] ref double v, [Step] int t)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, t));
        var longest = 2 / (1 - Beta2) - 1;
        var length = longest - 2 * t * Math.Pow(Beta2, t) / (1 - Math.Pow(Beta2, t));
        if (length > 5)
        {
            var rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
            var adaptive = LearningRate * Math.Sqrt(1 - Math.Pow(Beta2, t)) / (Math.Sqrt(v) + Epsilon);
            weight -= LearningRate * mHat * rectification * adaptive;
        }
        else
        {
            weight -= LearningRate * mHat;
        }
    }
}
