// The first mend of a switch that did nothing: the negated gradient is computed, and the old one is handed on.
// Seen in: BMTrain, Adam, found in review (pull request 35).
// Expected: DSC0107
[Optimizer]
public sealed partial class MaximizeComputedInVain
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Momentum { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        var ascent = Maximize ? -gradient : gradient;
        velocity = Momentum * velocity + gradient;
        weight -= LearningRate * velocity;
    }
}
