// Both averages of a constant gradient come to g², and their difference is a rounding error of either sign: its root is NaN.
// Seen in: FastNN, centred RMSProp (issue 12), whose ε of 1e-8 under the root was to guard it and is a millionth of the error.
// Expected: DSC0212
[Optimizer]
public sealed partial class CentredVariance
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double mean, [State] ref double square)
    {
        mean = Beta * mean + (1 - Beta) * gradient;
        square = Beta * square + (1 - Beta) * gradient * gradient;
        weight -= LearningRate * gradient / Math.Sqrt(square - mean * mean + Epsilon);
    }
}
