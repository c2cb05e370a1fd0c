// Two passes over the parameters turned the sign of the same gradient twice, so that maximizing minimized.
// Seen in: pytorch_optimizer, Adai (pull request 528).
// Not caught: the switch is off at the default, and what it should do when it is on is not written in the rule.
[Optimizer]
public sealed partial class MaximizeTwice
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
    [Hyperparameter(false)] public partial bool Maximize { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        if (Maximize)
        {
            gradient = -gradient;
        }

        var ascent = Maximize ? -gradient : gradient;
        m = Beta * m + (1 - Beta) * ascent;
        weight -= LearningRate * m;
    }
}
