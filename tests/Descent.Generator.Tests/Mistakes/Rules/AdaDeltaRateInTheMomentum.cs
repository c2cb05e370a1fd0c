// The momentum of AdaDelta keeps steps that hold the learning rate, and multiplies them by it once more.
// Seen in: climin, adadelta with momentum (issue 29).
// Expected: DSC0206
[Optimizer]
public sealed partial class AdaDeltaRateInTheMomentum
{
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(0.5, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double step)
    {
        step = Momentum * step + LearningRate * gradient;
        weight -= LearningRate * step;
    }
}
