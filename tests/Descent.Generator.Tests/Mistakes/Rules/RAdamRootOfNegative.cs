// The rectification is computed at the first steps too, where its root is of a negative number.
// Seen in: RAdam's own language model experiments (issue 30) and Caffe2 (pull request 39393 of PyTorch).
// Expected: DSC0212
[Optimizer]
public sealed partial class RAdamRootOfNegative
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
        var longest = 2 / (1 - Beta2) - 1;
        var length = longest - 2 * t * Math.Pow(Beta2, t) / (1 - Math.Pow(Beta2, t));
        var rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        var mHat = m / (1 - Math.Pow(Beta1, t));
        weight -= LearningRate * mHat * rectification / (Math.Sqrt(v / (1 - Math.Pow(Beta2, t))) + Epsilon);
    }
}
