// The gradient is clipped from above and not from below: one large negative gradient throws the weights away.
// Expected: DSC0219
[Optimizer]
public sealed partial class ClipOneSide
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }

    [Update]
    private void Update(ref double weight, double gradient)
    {
        var clipped = Math.Min(gradient, 0.5);
        weight -= LearningRate * clipped;
    }
}
