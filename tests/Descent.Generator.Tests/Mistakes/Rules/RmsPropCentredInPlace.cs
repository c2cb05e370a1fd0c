// The centred variance was computed in place: the mean's square is taken from the stored average, at every step again.
// Seen in: a LaProp with centring (Ecosystem WebUI, pull request 383).
// Expected: DSC0212
[Optimizer]
public sealed partial class RmsPropCentredInPlace
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double mean, [State] ref double square)
    {
        mean = Beta * mean + (1 - Beta) * gradient;
        square = Beta * square + (1 - Beta) * gradient * gradient;
        square -= mean * mean;
        weight -= LearningRate * gradient / (Math.Sqrt(square) + Epsilon);
    }
}
