// The sum of squares is a local variable: every step sees its own gradient only, and AdaGrad becomes sign descent.
// Expected: DSC0104
[Optimizer]
public sealed partial class AdagradSumNeverStored
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double sum)
    {
        var total = sum + gradient * gradient;
        weight -= LearningRate * gradient / (Math.Sqrt(total) + Epsilon);
    }
}
