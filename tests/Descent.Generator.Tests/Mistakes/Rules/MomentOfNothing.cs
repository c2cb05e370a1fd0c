// The share of the gradient was lost in an edit. The moment starts at 0 and decays from there.
// Expected: DSC0110
[Optimizer]
public sealed partial class MomentOfNothing
{
    [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
    [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double m)
    {
        m = Beta * m;
        weight -= LearningRate * (gradient + m);
    }
}
