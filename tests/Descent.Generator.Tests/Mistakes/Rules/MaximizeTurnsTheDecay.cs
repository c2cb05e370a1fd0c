// To maximize, the sign is turned at the end, when the decay is already in: weights then grow.
// Seen in: TorchSharp, SGD with maximize.
// Not caught: the switch is off at the default, where the rules are tried; with it on, nothing tells which of the two signs is meant.
[Optimizer]
public sealed partial class MaximizeTurnsTheDecay
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0, Min = 0)] public partial double WeightDecay { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        gradient += WeightDecay * weight;
        weight += (Maximize ? LearningRate : -LearningRate) * gradient;
    }
}
